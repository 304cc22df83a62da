#pragma once

#include <curl/curl.h>

#include <memory>

namespace kb::ingest {

// CURL and CURLM are both void, so that the wrappers must differ by name.
struct EasyDelete {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct MultiDelete {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct UrlDelete {
    void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
};
struct ListDelete {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct TextDelete {
    void operator()(char* text) const { curl_free(text); }
};

using EasyHandle = std::unique_ptr<CURL, EasyDelete>;
using MultiHandle = std::unique_ptr<CURLM, MultiDelete>;
using UrlHandle = std::unique_ptr<CURLU, UrlDelete>;
using HeaderList = std::unique_ptr<curl_slist, ListDelete>;
using CurlText = std::unique_ptr<char, TextDelete>;

}  // namespace kb::ingest
