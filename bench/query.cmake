kb_add_bench(kb_query_bench query_bench.cpp)
