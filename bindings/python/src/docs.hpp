#pragma once

#include <string_view>

#include "stub_docs.hpp"  // made of kb/_kb.pyi

namespace kb::python {

/// What help() shows of a class, function, method or property, as in doc("Index.add"). The stubs
/// say it; what they do not document does not compile.
consteval const char* doc(std::string_view name) {
    for (const StubDoc& entry : stub_docs) {
        if (entry.name == name) return entry.text;
    }
    throw "the stubs do not document it";
}

}  // namespace kb::python
