# Compiler settings. Only kb_build_options (warnings, sanitizers) is ours; nothing leaks to consumers.
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(KB_CCACHE ccache)
  if(KB_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${KB_CCACHE}")
  endif()
endif()

# Private to our own targets: link as PRIVATE $<BUILD_INTERFACE:kb_build_options>.
add_library(kb_build_options INTERFACE)
target_compile_options(kb_build_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  -Wnon-virtual-dtor -Wold-style-cast)
# GCC 12 warns falsely of std::string concatenation (GCC bug 105651) and of short strings within
# moved structs; Clang's and newer GCC's warnings of the kind stay on.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(kb_build_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(KB_WERROR)
  target_compile_options(kb_build_options INTERFACE -Werror)
endif()
target_compile_definitions(kb_build_options INTERFACE
  $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

if(KB_SANITIZE)
  add_compile_options(-fsanitize=${KB_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${KB_SANITIZE})
  if(KB_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()
