#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

#include "kb/evaluation.hpp"

namespace kb {

namespace {

/// Signs from the bits of a generator whose numbers the C++ standard fixes.
class RandomSigns {
  public:
    explicit RandomSigns(std::uint64_t seed) : random_(seed) {}

    bool next() {
        if (left_ == 0) {
            bits_ = random_();
            left_ = 64;
        }
        const bool sign = (bits_ & 1U) != 0;
        bits_ >>= 1U;
        --left_;
        return sign;
    }

  private:
    std::mt19937_64 random_;
    std::uint64_t bits_ = 0;
    int left_ = 0;
};

}  // namespace

double randomisation_test(std::span<const double> a, std::span<const double> b,
                          std::uint32_t rounds, std::uint64_t seed) {
    std::vector<double> differences;
    double observed = 0;
    double magnitude = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double difference = a[i] - b[i];
        if (difference == 0) continue;  // exchanging equals changes nothing
        differences.push_back(difference);
        observed += difference;
        magnitude += std::abs(difference);
    }
    // The same difference summed up in another order is not a smaller one.
    const double threshold = std::abs(observed) - 1e-12 * magnitude;
    RandomSigns signs(seed);
    std::uint64_t extreme = 1;
    for (std::uint32_t round = 0; round < rounds; ++round) {
        double sum = 0;
        for (const double difference : differences)
            sum += signs.next() ? difference : -difference;
        if (std::abs(sum) >= threshold) ++extreme;
    }
    return static_cast<double>(extreme) / (static_cast<double>(rounds) + 1.0);
}

}  // namespace kb
