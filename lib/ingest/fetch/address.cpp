#include "ingest/fetch/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include "document/ascii.hpp"

namespace kb::ingest {
namespace {

/// The addresses that share the first `bits` bits.
template <typename Address>
struct Range {
    Address first;
    unsigned bits;

    constexpr bool contains(const Address& address) const {
        for (unsigned bit = 0; bit < bits; bit += 8) {
            const unsigned rest = std::min(bits - bit, 8U);
            const auto mask = static_cast<std::uint8_t>(0xFF00U >> rest);
            if (((first[bit / 8] ^ address[bit / 8]) & mask) != 0) return false;
        }
        return true;
    }
};

// https://www.iana.org/assignments/iana-ipv4-special-registry
constexpr std::array<Range<Ipv4>, 16> special_ipv4 = {{
    {{0, 0, 0, 0}, 8},        // "this network"
    {{10, 0, 0, 0}, 8},       // private
    {{100, 64, 0, 0}, 10},    // shared by carriers
    {{127, 0, 0, 0}, 8},      // loopback
    {{169, 254, 0, 0}, 16},   // link-local
    {{172, 16, 0, 0}, 12},    // private
    {{192, 0, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2, 0}, 24},     // documentation
    {{192, 88, 99, 0}, 24},   // 6to4 relays, withdrawn
    {{192, 168, 0, 0}, 16},   // private
    {{198, 18, 0, 0}, 15},    // benchmarking
    {{198, 51, 100, 0}, 24},  // documentation
    {{203, 0, 113, 0}, 24},   // documentation
    {{224, 0, 0, 0}, 4},      // multicast
    {{240, 0, 0, 0}, 4},      // reserved
    {{255, 255, 255, 255}, 32},
}};

// https://www.iana.org/assignments/iana-ipv6-special-registry; outside of 2000::/3 nothing is
// global unicast.
constexpr Range<Ipv6> global_unicast = {{0x20}, 3};
constexpr std::array<Range<Ipv6>, 3> special_ipv6 = {{
    {{0x20, 0x01, 0x00}, 23},        // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x3f, 0xff, 0x00}, 20},        // documentation
}};

/// IPv6 ranges whose addresses hold an IPv4 address, and where.
struct Embedding {
    Range<Ipv6> range;
    std::size_t offset;
};
constexpr std::array<Embedding, 3> embeddings = {{
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12},  // mapped
    {{{0x00, 0x64, 0xff, 0x9b}, 96}, 12},                    // NAT64
    {{{0x20, 0x02}, 16}, 2},                                 // 6to4
}};

template <typename Ranges, typename Address>
bool any_contains(const Ranges& ranges, const Address& address) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const auto& range) { return range.contains(address); });
}

template <typename Target, typename Source>
Target copied(const Source& source) {
    static_assert(sizeof(Target) <= sizeof(Source));
    Target target{};
    std::memcpy(&target, &source, sizeof target);
    return target;
}

Ipv4 ipv4_of(const sockaddr& address) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return copied<Ipv4>(in.sin_addr);
}

Ipv6 ipv6_of(const sockaddr& address) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    return copied<Ipv6>(in.sin6_addr);
}

bool is_localhost(std::string_view host) {
    std::string name = ascii_lowered(host);
    if (name.ends_with('.')) name.pop_back();
    return name == "localhost" || name.ends_with(".localhost");
}

}  // namespace

bool is_public(const Ipv4& address) noexcept {
    return !any_contains(special_ipv4, address);
}

bool is_public(const Ipv6& address) noexcept {
    for (const Embedding& embedding : embeddings) {
        if (!embedding.range.contains(address)) continue;
        Ipv4 inner{};
        std::copy_n(address.begin() + static_cast<std::ptrdiff_t>(embedding.offset), inner.size(),
                    inner.begin());
        return is_public(inner);
    }
    return global_unicast.contains(address) && !any_contains(special_ipv6, address);
}

bool is_public(const sockaddr& address) noexcept {
    if (address.sa_family == AF_INET) return is_public(ipv4_of(address));
    if (address.sa_family == AF_INET6) return is_public(ipv6_of(address));
    return false;
}

bool is_private_host(std::string_view host) {
    if (is_localhost(host)) return true;
    std::string text(host);
    if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
    text = text.substr(0, text.find('%'));  // a zone
    Ipv4 four{};
    if (inet_pton(AF_INET, text.c_str(), four.data()) == 1) return !is_public(four);
    Ipv6 six{};
    if (inet_pton(AF_INET6, text.c_str(), six.data()) == 1) return !is_public(six);
    return false;
}

std::string to_text(const sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.sa_family == AF_INET) {
        const Ipv4 four = ipv4_of(address);
        inet_ntop(AF_INET, four.data(), text.data(), text.size());
    } else if (address.sa_family == AF_INET6) {
        const Ipv6 six = ipv6_of(address);
        inet_ntop(AF_INET6, six.data(), text.data(), text.size());
    }
    return text.data();
}

}  // namespace kb::ingest
