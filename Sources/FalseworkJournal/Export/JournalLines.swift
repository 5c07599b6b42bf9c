// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Entries of a journal as JSON Lines: one object a line, UTF-8.
public enum JournalLines {
  /// Returns a line for each entry, in their order.
  public static func bytes(of entries: [JournalEntry]) -> [UInt8] {
    entries.flatMap(\.jsonLine)
  }

  /// Why lines are no entries.
  public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// What is wrong with it.
    public let reason: String

    /// The line and the reason in a line.
    public var description: String { "line \(line): \(reason)" }
  }

  /// Reads what `bytes(of:)` gave; empty lines say nothing.
  public static func entries(in bytes: [UInt8]) throws(Problem) -> [JournalEntry] {
    var entries: [JournalEntry] = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      let json: JSONValue
      do throws(JSONSyntaxError) { json = try JSONValue.parse(line) } catch {
        throw Problem(line: index + 1, reason: "this is not JSON")
      }
      do throws(JournalReadingError) { entries.append(try JournalEntry(json: json)) } catch {
        throw Problem(line: index + 1, reason: error.description)
      }
    }
    return entries
  }
}
