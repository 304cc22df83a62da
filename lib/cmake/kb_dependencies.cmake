# Everything the library links, as imported targets in KB_DEPENDENCIES; also installed, for those who
# link it statically. The README's dependency table says why each.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
pkg_check_modules(KB_XAPIAN REQUIRED IMPORTED_TARGET xapian-core>=1.4.15)
pkg_check_modules(KB_ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(KB_ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(KB_XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(KB_CURL REQUIRED IMPORTED_TARGET libcurl>=7.87)
pkg_check_modules(KB_GUMBO REQUIRED IMPORTED_TARGET gumbo)
pkg_check_modules(KB_MD4C REQUIRED IMPORTED_TARGET md4c)
pkg_check_modules(KB_YAML REQUIRED IMPORTED_TARGET yaml-cpp)
find_package(simdjson REQUIRED)
find_package(pugixml REQUIRED)

# Compact Language Detector 2 ships neither a CMake nor a pkg-config file.
find_path(KB_CLD2_INCLUDE_DIR cld2/public/compact_lang_det.h REQUIRED)
find_library(KB_CLD2_LIBRARY cld2 REQUIRED)
if(NOT TARGET kb_cld2::kb_cld2)
  add_library(kb_cld2::kb_cld2 INTERFACE IMPORTED)
  target_include_directories(kb_cld2::kb_cld2 SYSTEM INTERFACE ${KB_CLD2_INCLUDE_DIR})
  target_link_libraries(kb_cld2::kb_cld2 INTERFACE ${KB_CLD2_LIBRARY})
endif()

set(KB_DEPENDENCIES
  PkgConfig::KB_XAPIAN PkgConfig::KB_ZSTD PkgConfig::KB_ZLIB PkgConfig::KB_XXHASH PkgConfig::KB_CURL
  PkgConfig::KB_GUMBO PkgConfig::KB_MD4C PkgConfig::KB_YAML
  simdjson::simdjson pugixml::pugixml kb_cld2::kb_cld2
  ICU::i18n ICU::uc ICU::data Threads::Threads)
# The same to pkg-config (CLD2 and threads are plain flags there).
set(KB_PKGCONFIG_PACKAGES
  xapian-core libzstd zlib libxxhash libcurl gumbo md4c yaml-cpp simdjson pugixml icu-i18n icu-uc)
