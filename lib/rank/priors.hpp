#pragma once

#include <algorithm>
#include <cmath>

namespace kb::rank {

/// How new a document is, (0, 1]: half_age / (half_age + age), 1 for now and for the future. Falls
/// slowly, so that an archive still puts its newer posts first. Both in one unit; half_age > 0.
inline double recency(double age, double half_age) {
    return half_age / (half_age + std::max(age, 0.0));
}

/// How much attention a document had, [0, 1): its logarithm, for the first votes say more than the
/// hundredth; half at 30 points and comments. `attention` ≥ 0.
inline double popularity(double attention) {
    const double logarithm = std::log1p(attention);
    return logarithm / (logarithm + std::log1p(30.0));
}

}  // namespace kb::rank
