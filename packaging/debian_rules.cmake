# What Debian wants otherwise than `cmake --install` leaves it; run by cpack for each package's tree
# before it is packed.
file(GLOB trees LIST_DIRECTORIES true ${CPACK_TEMPORARY_DIRECTORY}/*)
foreach(tree IN LISTS trees)
  set(usr ${tree}/usr)
  if(NOT IS_DIRECTORY ${usr})
    continue()
  endif()
  cmake_path(GET tree FILENAME component)
  string(TOUPPER ${component} upper)
  set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})

  file(GLOB_RECURSE pages ${usr}/share/man/*.[1-9])
  foreach(page IN LISTS pages)
    execute_process(COMMAND gzip -9nf ${page} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()

  # Debian's zsh looks for what packages bring in a folder of their own.
  if(IS_DIRECTORY ${usr}/share/zsh/site-functions)
    file(RENAME ${usr}/share/zsh/site-functions ${usr}/share/zsh/vendor-completions)
  endif()

  # The licence is among Debian's common ones; /usr/share/doc/<package> names it.
  file(REMOVE_RECURSE ${usr}/share/doc ${usr}/share/licenses)
  file(MAKE_DIRECTORY ${usr}/share/doc/${package})
  file(COPY_FILE ${CPACK_KB_COPYRIGHT} ${usr}/share/doc/${package}/copyright)
  file(COPY_FILE ${CPACK_KB_CHANGELOG} ${usr}/share/doc/${package}/changelog)
  execute_process(COMMAND gzip -9nf ${usr}/share/doc/${package}/changelog COMMAND_ERROR_IS_FATAL ANY)
endforeach()
