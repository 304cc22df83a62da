# cpack -G DEB: libkb0.1 (the shared library), libkb-dev, kb (the commands), python3-kb.
set(soversion ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME kb)
set(CPACK_PACKAGE_VENDOR "the kb developers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian_rules.cmake)

set(CPACK_COMPONENTS_ALL library development commands)
if(KB_BUILD_PYTHON AND DEFINED KB_PYTHON_INSTALL_DIR)
  list(APPEND CPACK_COMPONENTS_ALL python)
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "the kb developers <kb@example.org>")
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "${PROJECT_HOMEPAGE_URL}")
set(CPACK_DEBIAN_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS OFF)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(about "kb indexes what a technical reader collects through feeds, and finds the
right post first, in any language, on your own machine.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libkb${soversion})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA
  ${CMAKE_CURRENT_BINARY_DIR}/packaging/shlibs ${CMAKE_CURRENT_BINARY_DIR}/packaging/triggers)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "This package: shared library.\n${about}")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libkb-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
# What kb.pc requires and the static library links.
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libkb${soversion} (= ${PROJECT_VERSION}), libxapian-dev, \
libicu-dev, libzstd-dev, zlib1g-dev, libxxhash-dev, libcurl4-openssl-dev | libcurl-dev, libgumbo-dev, libmd4c-dev, \
libyaml-cpp-dev, libsimdjson-dev, libpugixml-dev, libcld2-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "This package: headers and static library.\n${about}")

set(CPACK_DEBIAN_COMMANDS_PACKAGE_NAME kb)
set(CPACK_DEBIAN_COMMANDS_PACKAGE_SUGGESTS "less, bash-completion")
set(CPACK_COMPONENT_COMMANDS_DESCRIPTION "This package: commands.\n${about}")

# The module is made for one version of Python; its dependencies are found by shlibdeps.
set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-kb)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
if(DEFINED KB_PYTHON_VERSION_MINOR)
  math(EXPR next_minor "${KB_PYTHON_VERSION_MINOR} + 1")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS
    "python3 (>= 3.${KB_PYTHON_VERSION_MINOR}~), python3 (<< 3.${next_minor})")
endif()
set(CPACK_COMPONENT_PYTHON_DESCRIPTION "This package: Python package.\n${about}")

file(CONFIGURE OUTPUT packaging/shlibs CONTENT "libkb ${soversion} libkb${soversion} (>= ${PROJECT_VERSION})\n")
file(CONFIGURE OUTPUT packaging/triggers CONTENT "activate-noawait ldconfig\n")
set(CPACK_KB_COPYRIGHT ${CMAKE_CURRENT_LIST_DIR}/copyright)
set(CPACK_KB_CHANGELOG ${CMAKE_CURRENT_BINARY_DIR}/packaging/changelog)
file(CONFIGURE OUTPUT packaging/changelog CONTENT "kb (${PROJECT_VERSION}) unstable; urgency=medium

  * What changed is told by the section Changelog of README.md.

 -- the kb developers <kb@example.org>  Thu, 01 Jan 1970 00:00:00 +0000
")
include(CPack)
