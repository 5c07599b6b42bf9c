// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
public import FalseworkProtocol
public import HTTPTypes

extension ReplyEdits {
  /// Applies what concerns the head, given the server's moment for `Date`.
  ///
  /// A replacement brings its own status and fields; its content comes from `content(_:)`.
  public func applyHead(
    status: inout HTTPResponse.Status, fields: inout HTTPFields, at now: Timestamp
  ) {
    if let replacement {
      status = replacement.status
      fields = replacement.fields
    }
    status = self.status ?? status
    for edit in self.fields {
      switch edit {
      case .set(let name, let value): fields[name] = value
      case .remove(let name): fields[name] = nil
      case .count(let name, let prefix): fields[name] = "\"\(prefix)1\""
      }
    }
    if let dateSkew { fields[.date] = now.advanced(by: dateSkew).httpDate }
    if let rangeShift, let range = fields[.contentRange] {
      fields[.contentRange] = Self.shifted(range, by: rangeShift)
    }
  }

  /// Returns the content that goes out in the place of another; `nil` where nothing of it can be
  /// changed as these edits want it.
  ///
  /// JSON keeps its spacing: the gateway's has spaces where the runner's has none.
  public func content(_ bytes: [UInt8]) -> [UInt8]? {
    var bytes = replacement?.bytes ?? bytes
    if !json.isEmpty {
      guard let value = try? JSONValue.parse(bytes, reading: .python) else { return nil }
      var edited = value
      var isChanged = false
      for edit in json { isChanged = edit.apply(to: &edited) || isChanged }
      guard isChanged else { return nil }
      bytes = edited.serialized(value.serialized(.python) == bytes ? .python : .compact)
    }
    switch cut {
    case .bytes(let count)?: bytes = Array(bytes.prefix(count))
    case .share(let share)?: bytes = Array(bytes.prefix(Int(Double(bytes.count) * share)))
    case nil: break
    }
    return bytes
  }

  /// Returns `bytes 0-9/100` as `bytes 1-10/100`; other forms stay.
  private static func shifted(_ range: String, by shift: Int) -> String {
    let unit = "bytes "
    guard range.hasPrefix(unit), let slash = range.firstIndex(of: "/") else { return range }
    let span = range[range.index(range.startIndex, offsetBy: unit.count)..<slash]
    let ends = span.split(separator: "-").compactMap { Int($0) }
    guard ends.count == 2 else { return range }
    return "\(unit)\(ends[0] + shift)-\(ends[1] + shift)\(range[slash...])"
  }
}

extension ReplyEdits.JSONEdit {
  /// Changes a value; false where the place is not there.
  fileprivate func apply(to value: inout JSONValue) -> Bool {
    switch self {
    case .set(let pointer, let new): value.set(new, at: pointer.tokens[...])
    case .cycle(let pointer, let values):
      values.first.map { value.set($0, at: pointer.tokens[...]) } ?? false
    case .remove(let pointer): value.set(nil, at: pointer.tokens[...])
    }
  }
}

extension JSONValue {
  /// Puts a value in a place or, without one, removes what is there; false where the place cannot
  /// be.
  fileprivate mutating func set(_ new: JSONValue?, at tokens: ArraySlice<String>) -> Bool {
    guard let token = tokens.first else {
      guard let new else { return false }
      self = new
      return true
    }
    let rest = tokens.dropFirst()
    switch self {
    case .object(var object):
      if rest.isEmpty {
        guard new != nil || object[token] != nil else { return false }
        object[token] = new
      } else {
        guard var member = object[token], member.set(new, at: rest) else { return false }
        object[token] = member
      }
      self = .object(object)
      return true
    case .array(var elements):
      guard Self.set(new, token, rest, &elements) else { return false }
      self = .array(elements)
      return true
    case .null, .bool, .number, .string:
      return false
    }
  }

  private static func set(
    _ new: JSONValue?, _ token: String, _ rest: ArraySlice<String>, _ elements: inout [JSONValue]
  ) -> Bool {
    if token == "-", rest.isEmpty, let new {
      elements.append(new)
      return true
    }
    guard let index = Int(token), elements.indices.contains(index) else { return false }
    guard rest.isEmpty, new == nil else { return elements[index].set(new, at: rest) }
    elements.remove(at: index)
    return true
  }
}
