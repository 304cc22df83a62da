#pragma once

#include <span>
#include <string>

#include "kb/analyzer.hpp"

namespace kb::test {

/// Tokens in a line that is easy to compare: a bar between positions; w: word, p: part, g: gram,
/// W3: a whole of three positions. render(getUserName) is
/// "W3:getusername p:get | p:user | p:name".
inline std::string render(std::span<const Token> tokens) {
    std::string out;
    std::uint32_t position = 0;
    for (const Token& token : tokens) {
        for (; position < token.position; ++position)
            out += " |";
        if (!out.empty()) out += ' ';
        switch (token.type) {
            case TokenType::word:
                out += "w:";
                break;
            case TokenType::part:
                out += "p:";
                break;
            case TokenType::gram:
                out += "g:";
                break;
            case TokenType::whole:
                out += "W" + std::to_string(token.length) + ":";
                break;
        }
        out += token.term;
    }
    return out;
}

}  // namespace kb::test
