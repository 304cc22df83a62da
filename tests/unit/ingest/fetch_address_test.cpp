#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>
#include <string>

#include "ingest/fetch/address.hpp"

using namespace kb;

namespace {

bool is_public_text(const std::string& text) {
    ingest::Ipv4 four{};
    if (inet_pton(AF_INET, text.c_str(), four.data()) == 1) return ingest::is_public(four);
    ingest::Ipv6 six{};
    REQUIRE(inet_pton(AF_INET6, text.c_str(), six.data()) == 1);
    return ingest::is_public(six);
}

}  // namespace

TEST_CASE("the edges of special address ranges are exact") {
    struct Edge {
        const char* address;
        bool is_public;
    };
    for (const Edge& edge : {Edge{"0.0.0.0", false},
                             {"0.255.255.255", false},
                             {"1.0.0.0", true},
                             {"9.255.255.255", true},
                             {"10.0.0.0", false},
                             {"10.255.255.255", false},
                             {"11.0.0.0", true},
                             {"100.63.255.255", true},
                             {"100.64.0.0", false},
                             {"100.127.255.255", false},
                             {"100.128.0.0", true},
                             {"126.255.255.255", true},
                             {"127.0.0.1", false},
                             {"128.0.0.0", true},
                             {"169.253.255.255", true},
                             {"169.254.169.254", false},
                             {"169.255.0.0", true},
                             {"172.15.255.255", true},
                             {"172.16.0.0", false},
                             {"172.31.255.255", false},
                             {"172.32.0.0", true},
                             {"192.167.255.255", true},
                             {"192.168.0.0", false},
                             {"192.169.0.0", true},
                             {"198.17.255.255", true},
                             {"198.18.0.0", false},
                             {"198.20.0.0", true},
                             {"223.255.255.255", true},
                             {"224.0.0.1", false},
                             {"239.255.255.255", false},
                             {"240.0.0.0", false},
                             {"255.255.255.255", false},
                             {"8.8.8.8", true},
                             {"::", false},
                             {"::1", false},
                             {"::ffff:127.0.0.1", false},
                             {"::ffff:8.8.8.8", true},
                             {"::127.0.0.1", false},
                             {"64:ff9b::a00:1", false},
                             {"64:ff9b::808:808", true},
                             {"64:ff9b:1::1", false},
                             {"100::1", false},
                             {"2001::1", false},
                             {"2001:1ff::1", false},
                             {"2001:200::1", true},
                             {"2001:db8::1", false},
                             {"2002:a00:1::", false},
                             {"2002:808:808::1", true},
                             {"2606:4700::1111", true},
                             {"3fff::1", false},
                             {"4000::1", false},
                             {"fc00::1", false},
                             {"fdff::1", false},
                             {"fe80::1", false},
                             {"febf::1", false},
                             {"fec0::1", false},
                             {"ff02::1", false}}) {
        CAPTURE(edge.address);
        CHECK(is_public_text(edge.address) == edge.is_public);
    }
}

TEST_CASE("socket addresses are looked at by family") {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    inet_pton(AF_INET, "192.168.7.1", &in.sin_addr);
    sockaddr_storage storage{};
    std::memcpy(&storage, &in, sizeof in);
    const auto& address = reinterpret_cast<const sockaddr&>(storage);
    CHECK_FALSE(ingest::is_public(address));
    CHECK(ingest::to_text(address) == "192.168.7.1");

    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    inet_pton(AF_INET6, "2606:4700::1111", &in6.sin6_addr);
    std::memcpy(&storage, &in6, sizeof in6);
    CHECK(ingest::is_public(address));
    CHECK(ingest::to_text(address) == "2606:4700::1111");

    storage.ss_family = AF_UNIX;
    CHECK_FALSE(ingest::is_public(address));
}

TEST_CASE("hosts that are private by their spelling") {
    for (const char* host : {"localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "[::1]", "::1",
                             "[fe80::1%25eth0]", "10.1.2.3"}) {
        CAPTURE(host);
        CHECK(ingest::is_private_host(host));
    }
    for (const char* host : {"example.org", "localhost.example.org", "mylocalhost", "8.8.8.8",
                             "[2606:4700::1111]", ""}) {
        CAPTURE(host);
        CHECK_FALSE(ingest::is_private_host(host));
    }
}
