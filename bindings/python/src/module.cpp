#include "bind.hpp"
#include "errors.hpp"
#include "kb/version.hpp"
#include "pybind.hpp"
#include "strings.hpp"

// Named as the package's documentation names it; users import kb.
PYBIND11_MODULE(_kb, module) {
    using namespace kb::python;
    py::options options;
    options.disable_function_signatures();  // the documentation has them, as Python spells them
    module.doc() = "The extension behind the package kb.";
    module.attr("__version__") = to_str(kb::version());
    translate_errors();
    bind_document(module);
    bind_results(module);
    bind_searcher(module);
    bind_index(module);
    bind_maintenance(module);
    bind_parse(module);
    bind_query(module);
    bind_fetch(module);
    bind_opml(module);
    bind_evaluation(module);
}
