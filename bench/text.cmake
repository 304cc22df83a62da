kb_add_bench(kb_text_bench text_bench.cpp)
