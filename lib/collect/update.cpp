#include "kb/update.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <mutex>
#include <random>
#include <utility>

#include "collect/fetched_feeds.hpp"
#include "collect/schedule.hpp"

namespace kb {
namespace {

using collect::FetchedFeeds;

constexpr std::size_t most_problems = 1000;

/// Feeds whose documents have all been handed on, and what is to be remembered of them once those
/// are written. Handed on by the reading thread, written by the writing one.
class FinishedFeeds {
  public:
    struct Finished {
        std::uint64_t after = 0;  ///< documents, counted from the beginning of the update
        std::string url;          ///< under which it is stored now
        Subscription subscription;
    };

    void put(Finished finished) {
        const std::lock_guard lock(mutex_);
        finished_.push_back(std::move(finished));
    }

    /// Those that are complete once `documents` have been written.
    std::vector<Finished> take(std::uint64_t documents) {
        const std::lock_guard lock(mutex_);
        std::vector<Finished> complete;
        while (!finished_.empty() && finished_.front().after <= documents) {
            complete.push_back(std::move(finished_.front()));
            finished_.pop_front();
        }
        return complete;
    }

  private:
    std::mutex mutex_;
    std::deque<Finished> finished_;
};

/// Puts a subscription back under the URL that it has now. One that moved to where another
/// subscription is already is dropped in its favour.
void store(Index& index, const FinishedFeeds::Finished& finished) {
    const bool moved = canonical_url(finished.url) != canonical_url(finished.subscription.url);
    if (moved) index.unsubscribe(finished.url);
    if (moved && index.subscription(finished.subscription.url)) return;
    index.put_subscription(finished.subscription);
}

/// One update: fetched feeds in, documents and subscriptions out.
class Updating {
  public:
    Updating(Index& index, const UpdateOptions& options) : index_(index), options_(options) {
        std::random_device seed;
        engine_.seed(seed());
        select(index.subscriptions());
    }

    UpdateReport run() {
        FetchedFeeds fetched(requests(), options_.fetch, options_.stop);
        fetched_ = &fetched;
        AddOptions add;
        add.jobs = options_.jobs;
        add.commit_every = options_.commit_every;
        add.stop = options_.stop;
        add.keep_published = true;
        add.before_commit = [this](std::uint64_t documents) {
            for (const auto& finished : finished_.take(documents))
                store(index_, finished);
        };
        add.on_progress = [this](const AddReport& documents) {
            report_.documents = documents;
            show_progress();
        };
        report_.documents = index_.add_all([this] { return next_document(); }, add);
        report_.cancelled = report_.documents.cancelled;
        return std::move(report_);
    }

  private:
    void select(std::vector<Subscription> all) {
        const Timestamp time = now();
        for (Subscription& subscription : all) {
            if (options_.all || collect::is_due(subscription, time)) {
                subscriptions_.push_back(std::move(subscription));
            } else if (subscription.disabled) {
                ++report_.disabled;
            } else {
                ++report_.not_due;
            }
        }
        report_.feeds = subscriptions_.size();
    }

    std::vector<FetchRequest> requests() const {
        std::vector<FetchRequest> requests;
        for (const Subscription& subscription : subscriptions_) {
            requests.push_back({subscription.url, subscription.etag, subscription.last_modified});
        }
        return requests;
    }

    Timestamp now() const {
        if (options_.now) return options_.now();
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    }

    double random() {
        if (options_.random) return options_.random();
        return std::uniform_real_distribution<double>(0, 1)(engine_);
    }

    /// The next document of any feed, whichever comes first.
    std::optional<Document> next_document() {
        while (true) {
            if (reader_) {
                if (auto document = reader_->next()) return noted(std::move(document));
                finish_reading();
            }
            auto fetched = fetched_->take();
            if (!fetched) return std::nullopt;
            take(std::move(*fetched));
        }
    }

    std::optional<Document> noted(std::optional<Document> document) {
        ++documents_;
        if (title_.empty()) title_ = document->source;
        return document;
    }

    void take(FetchedFeeds::Fetched fetched) {
        current_ = &subscriptions_[fetched.number];
        result_ = std::move(fetched.result);
        read_failure_.clear();
        title_.clear();
        switch (result_.outcome) {
            case FetchOutcome::content:
                begin_reading();
                break;
            case FetchOutcome::not_modified:
                ++report_.not_modified;
                finish(collect::after_success(*current_, result_, now()));
                break;
            default:
                fail(result_.message);
        }
    }

    void begin_reading() {
        ReadOptions read;
        read.format = Format::feed;
        read.fetch = options_.fetch;
        std::string body = std::exchange(result_.body, {});
        FetchResult content = result_;
        content.body = std::move(body);
        const std::string& known_as = current_->identity;
        reader_.emplace(known_as.empty() ? without_credentials(current_->url) : known_as,
                        std::move(content), std::move(read),
                        [this](const Problem& problem) { take_problem(problem); });
    }

    void take_problem(Problem problem) {
        problem.input = without_credentials(current_->url);
        if (problem.severity == Problem::Severity::failure) {
            if (read_failure_.empty()) read_failure_ = problem.message;
            return;
        }
        report(std::move(problem));
    }

    void finish_reading() {
        reader_.reset();
        if (!read_failure_.empty()) return fail(read_failure_);
        ++report_.changed;
        Subscription subscription = collect::after_success(*current_, result_, now());
        if (subscription.title.empty()) subscription.title = title_;
        finish(std::move(subscription));
    }

    void fail(const std::string& message) {
        ++report_.failed;
        report({Problem::Severity::failure, without_credentials(current_->url), 0, message});
        finish(collect::after_failure(*current_, result_, message, now(), random()));
    }

    void finish(Subscription subscription) {
        finished_.put({documents_, current_->url, std::move(subscription)});
        ++report_.done;
        show_progress();
    }

    void report(Problem problem) {
        if (options_.on_problem) options_.on_problem(problem);
        if (report_.problems.size() < most_problems) report_.problems.push_back(std::move(problem));
    }

    void show_progress() const {
        if (options_.on_progress) options_.on_progress(report_);
    }

    Index& index_;
    const UpdateOptions& options_;
    std::mt19937_64 engine_;
    std::vector<Subscription> subscriptions_;
    FetchedFeeds* fetched_ = nullptr;
    FinishedFeeds finished_;
    UpdateReport report_;

    // of the feed that is being read
    Subscription* current_ = nullptr;
    FetchResult result_;
    std::optional<DocumentReader> reader_;
    std::string read_failure_;
    std::string title_;

    std::uint64_t documents_ = 0;  ///< handed on so far
};

}  // namespace

UpdateReport update(Index& index, const UpdateOptions& options) {
    return Updating(index, options).run();
}

}  // namespace kb
