#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "index/bulk/run.hpp"
#include "index/bulk/scratch_file.hpp"

namespace kb::index::bulk {

/// Goes through sections that begin every entry with its term, in ascending order of the terms.
class TermMerge {
  public:
    /// A section at an entry of the present term; what follows the term is to be read from it.
    struct Source {
        SectionReader reader;
        std::string term;
        Xapian::docid first = 0;  ///< of the run
        std::size_t run = 0;
    };

    TermMerge(const ScratchFile& file, const std::vector<Run>& runs, Section Run::*section) {
        const std::size_t buffer = std::clamp(most_buffered / std::max(runs.size(), std::size_t{1}),
                                              least_buffer, SectionReader::usual_buffer);
        sources_.reserve(runs.size());
        for (std::size_t i = 0; i < runs.size(); ++i) {
            sources_.push_back(
                {SectionReader(file, runs[i].*section, buffer), {}, runs[i].first, i});
            waiting_.push_back(&sources_.back());
        }
        for (Source* source : std::exchange(waiting_, {}))
            advance(source);
    }

    /// The sources of the next term, in order of their documents; empty: there are no more. What
    /// the ones before had of theirs has been read.
    const std::vector<Source*>& next() {
        for (Source* source : present_)
            advance(source);
        present_.clear();
        while (!waiting_.empty() &&
               (present_.empty() || waiting_.front()->term == present_.front()->term)) {
            std::pop_heap(waiting_.begin(), waiting_.end(), later);
            present_.push_back(waiting_.back());
            waiting_.pop_back();
        }
        return present_;
    }

  private:
    static constexpr std::size_t most_buffered = std::size_t{32} << 20;
    static constexpr std::size_t least_buffer = std::size_t{4} << 10;

    static bool later(const Source* a, const Source* b) {
        const int order = a->term.compare(b->term);
        return order != 0 ? order > 0 : a->run > b->run;
    }

    void advance(Source* source) {
        if (source->reader.at_end()) return;
        source->term.assign(source->reader.text());
        waiting_.push_back(source);
        std::push_heap(waiting_.begin(), waiting_.end(), later);
    }

    std::vector<Source> sources_;
    std::vector<Source*> waiting_;  ///< a heap: the least term first
    std::vector<Source*> present_;
};

}  // namespace kb::index::bulk
