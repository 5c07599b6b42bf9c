// Falsework
// SPDX-License-Identifier: MIT

extension Door {
  /// The door as text, to be kept with what is answered later.
  var text: String {
    switch self {
    case .hosts(let scheme, nil): "hosts \(scheme)"
    case .hosts(let scheme, let port?): "hosts \(scheme) \(port)"
    case .mounts(let origin, bareQueue: true): "queue \(origin)"
    case .mounts(let origin, bareQueue: false): "mounts \(origin)"
    }
  }

  /// Reads a door that was kept; nil for anything else.
  init?(text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    switch (words.first, words.count) {
    case ("hosts", 2):
      self = .hosts(scheme: words[1], port: nil)
    case ("hosts", 3):
      guard let port = Int(words[2]) else { return nil }
      self = .hosts(scheme: words[1], port: port)
    case ("queue", 2):
      self = .mounts(origin: words[1], bareQueue: true)
    case ("mounts", 2):
      self = .mounts(origin: words[1], bareQueue: false)
    default:
      return nil
    }
  }
}
