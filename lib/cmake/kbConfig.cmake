include(${CMAKE_CURRENT_LIST_DIR}/kb_dependencies.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/kbTargets.cmake)
