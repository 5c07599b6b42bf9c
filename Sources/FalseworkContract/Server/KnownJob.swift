// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol

/// A job that a server has taken, and where it says that it is to be asked about.
struct KnownJob {
  struct Links {
    var response: String
    var status: String
    var cancel: String
  }

  let id: String
  /// Where it is asked about: as the reply says, unless that leads away from the door.
  ///
  /// The key goes nowhere else.
  let links: Links
  /// Where it is asked about by the rule that clients know.
  let expected: Links

  init(_ id: String, _ reply: JSONValue, _ endpoint: EndpointID, at door: ServerDoor) {
    self.id = id
    let response = door.queue("/\(endpoint.application)/requests/\(id)")
    let expected = Links(
      response: response, status: response + "/status", cancel: response + "/cancel")
    self.expected = expected
    links = Links(
      response: Self.link(reply["response_url"], at: door) ?? expected.response,
      status: Self.link(reply["status_url"], at: door) ?? expected.status,
      cancel: Self.link(reply["cancel_url"], at: door) ?? expected.cancel)
  }

  private static func link(_ value: JSONValue?, at door: ServerDoor) -> String? {
    guard let url = value?.stringValue, door.isBefore(url) else { return nil }
    return url
  }

  /// Whether an id can stand in a URL.
  static func isUsable(_ id: String) -> Bool {
    (1...200).contains(id.utf8.count)
      && id.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}
