// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

/// Where a server is met: the URL of its queue, and by it those of its other hosts.
///
/// At fal each host has a name of its own. A stand-in has one authority; its other hosts are looked
/// for under their names as first segment of the path, as in `http://127.0.0.1:4010/rest.fal.ai`.
public struct ServerDoor: Sendable, Hashable {
  /// The scheme and the authority, such as `http://127.0.0.1:4010`.
  public let origin: String
  /// What stands before the paths of the queue: nothing, or a path without a slash at its end.
  public let queueMount: String
  /// What stands before the names of the other hosts.
  let hostMount: String

  /// Creates a door from a scheme, an authority and the path of the queue, which may be empty.
  public init(scheme: String, authority: String, path: String) {
    origin = "\(scheme)://\(authority)".lowercased()
    var mount = path[...]
    while mount.last == "/" { mount.removeLast() }
    queueMount = String(mount)
    let suffix = "/" + FalHost.queue.name
    hostMount = mount.hasSuffix(suffix) ? String(mount.dropLast(suffix.count)) : String(mount)
  }

  /// Whether this is fal itself.
  public var isFal: Bool {
    FalHost.named.contains { $0.role == .queue && origin == "https://\($0.name)" }
  }

  /// The URL of a path of the queue.
  func queue(_ path: String) -> String { origin + queueMount + path }

  /// The URL of a path of another host.
  func url(of host: FalHost, _ path: String) -> String {
    isFal ? "https://\(host.name)\(path)" : "\(origin)\(hostMount)/\(host.name)\(path)"
  }

  /// Whether a URL leads to this door and not to another authority.
  public func isBefore(_ url: String) -> Bool { url.hasPrefix(origin + queueMount + "/") }
}
