#include "kb/query.hpp"

namespace kb::ast {

bool And::operator==(const And&) const = default;
bool Or::operator==(const Or&) const = default;
bool Group::operator==(const Group&) const = default;

}  // namespace kb::ast
