# What of the library is installed, by component: `library` (to run what links it) and `development`.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/kb)

# Two export sets: whoever links the shared library need not have what the static one depends on.
install(TARGETS kb_shared EXPORT kbSharedTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development)
install(TARGETS kb EXPORT kbStaticTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(EXPORT kbSharedTargets NAMESPACE kb:: DESTINATION ${package_dir} COMPONENT development)
install(EXPORT kbStaticTargets NAMESPACE kb:: DESTINATION ${package_dir} COMPONENT development)
install(DIRECTORY include/kb DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)

write_basic_package_version_file(kbConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES cmake/kbConfig.cmake cmake/kb_dependencies.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/kbConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT development)

# The folders that kb.pc and kb-static.pc name are relative to themselves, so that an installed tree may be moved.
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX
  BASE_DIRECTORY ${CMAKE_INSTALL_PREFIX}/${pkgconfig_dir} OUTPUT_VARIABLE KB_PREFIX_FROM_PC)
list(JOIN KB_PKGCONFIG_PACKAGES ", " KB_REQUIRES_PRIVATE)
foreach(file kb.pc kb-static.pc)
  configure_file(cmake/${file}.in ${file} @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/${file}
    DESTINATION ${pkgconfig_dir} COMPONENT development)
endforeach()
