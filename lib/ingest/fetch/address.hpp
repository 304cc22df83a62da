#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

struct sockaddr;

namespace kb::ingest {

using Ipv4 = std::array<std::uint8_t, 4>;   ///< most significant byte first
using Ipv6 = std::array<std::uint8_t, 16>;  ///< most significant byte first

/// Whether an address belongs to the public internet, by IANA's registries of special-purpose
/// addresses: not "this network", loopback, private, shared (CGNAT), link-local, unique-local,
/// documentation, benchmarking, multicast or reserved. IPv6 addresses that carry an IPv4 address
/// (mapped, NAT64, 6to4) are as public as that one.
bool is_public(const Ipv4& address) noexcept;
bool is_public(const Ipv6& address) noexcept;

/// The same of a socket address; families other than IPv4 and IPv6 are not public.
bool is_public(const sockaddr& address) noexcept;

/// Whether the host of a URL is an address, not a name, and not a public one; "localhost" and names
/// below it count as such.
bool is_private_host(std::string_view host);

/// The address in its usual spelling.
std::string to_text(const sockaddr& address);

}  // namespace kb::ingest
