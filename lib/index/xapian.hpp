#pragma once

/// The one place through which Xapian enters index/ and search/.

#include <xapian.h>  // IWYU pragma: export
