// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A URL in an input, and where it stands.
struct InputLink: Sendable, Equatable {
  /// The member's name.
  let name: String
  /// The place in the member's list; `nil` where the member is the URL itself.
  let index: Int?
  let url: String

  /// The most links of one input that are looked at.
  static let countMax = 64

  /// Finds the URLs of an input: the texts of its members, or in their lists, whose names say so.
  static func all(in input: JSONObject) -> [InputLink] {
    let links = input.members.flatMap { member -> [InputLink] in
      guard FieldConventions.isURL(member.name) else { return [] }
      switch member.value {
      case .string(let url):
        return [InputLink(name: member.name, index: nil, url: url)]
      case .array(let elements):
        return elements.enumerated().compactMap { index, element in
          element.stringValue.map { InputLink(name: member.name, index: index, url: $0) }
        }
      case .null, .bool, .number, .object:
        return []
      }
    }
    return Array(links.prefix(countMax))
  }

  /// The place in the body, as error entries have it.
  var location: [JSONValue] {
    let member: [JSONValue] = ["body", .string(name)]
    return member + (index.map { [.number(JSONNumber($0))] } ?? [])
  }

  /// Returns an input with another text in the place of this URL.
  func replaced(by text: String, in input: JSONObject) -> JSONObject {
    var input = input
    guard let index else {
      input[name] = .string(text)
      return input
    }
    guard var elements = input[name]?.arrayValue, elements.indices.contains(index) else {
      return input
    }
    elements[index] = .string(text)
    input[name] = .array(elements)
    return input
  }

  /// Whether a picture is to be there, by the member's name.
  var showsPicture: Bool { FieldConventions.medium(of: name) == .image }

  /// What stands in the place of a URL whose contents are known.
  static func name(ofContents digest: String) -> String { contentsPrefix + digest }

  /// The digest of the contents, where their name stands in the place of the URL.
  var digest: String? {
    url.hasPrefix(Self.contentsPrefix) ? String(url.dropFirst(Self.contentsPrefix.count)) : nil
  }

  private static let contentsPrefix = "sha256:"

  /// Returns an input with names of contents in the place of files that are written into URLs.
  static func namingEmbedded(in input: JSONObject) -> JSONObject {
    all(in: input).reduce(input) { named, link in
      guard let bytes = DataURI.bytes(of: link.url) else { return named }
      return link.replaced(by: name(ofContents: Digest.hexadecimal(of: bytes)), in: named)
    }
  }
}
