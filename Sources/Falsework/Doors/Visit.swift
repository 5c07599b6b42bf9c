// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkProtocol
internal import HTTPTypes

/// What a request is about, once the door it came in by is understood.
enum Visit: Sendable {
  /// One of fal's hosts is meant.
  case fal(FalVisit)
  /// The mock's own interface, with the path after its prefix.
  case control(path: String)
  /// The front page of the mock itself.
  case frontPage
  /// Neither; the text says why and what to do.
  case refused(HTTPResponse.Status, String)
}

/// A request to one of fal's hosts.
struct FalVisit: Sendable {
  let door: Door
  let host: FalHost
  let path: String
  let query: String?
  let route: Route

  init(door: Door, host: FalHost, path: String, query: String?) {
    self.door = door
    self.host = host
    self.path = path
    self.query = query
    route = Route(role: host.role, path: path)
  }
}

extension Visit {
  static let controlPrefix = "/_falsework/"

  /// Understands where a request wants to go.
  init(_ request: ServerRequest) {
    let scheme = request.arrival.security == .tls ? "https" : "http"
    if let target = request.head.fields.value(of: .falTargetURL) {
      self = .forwarded(to: target, origin: Self.origin(scheme, request.head.authority))
      return
    }
    switch request.head.target {
    case .absolute(let scheme, let authority, let path, let query):
      self = .proxied(scheme, authority, path, query)
    case .origin(let path, let query):
      self = .direct(scheme, request.head.authority, path, query)
    case .asterisk:
      self = .refused(.notFound, "OPTIONS * has no meaning here; ask for a path")
    case .authority:
      self = .refused(.methodNotAllowed, "CONNECT is not possible inside a tunnel")
    }
  }

  /// A path asked of an authority by a client that believes to be connected to it.
  private static func direct(
    _ scheme: String, _ authority: HTTPAuthority?, _ path: String, _ query: String?
  ) -> Visit {
    if let host = authority.flatMap({ FalHost($0.host) }) {
      let standardPort = scheme == "https" ? 443 : 80
      let port = authority?.port == standardPort ? nil : authority?.port
      return .fal(
        FalVisit(door: .hosts(scheme: scheme, port: port), host: host, path: path, query: query))
    }
    if path.hasPrefix(controlPrefix) {
      return control(path: String(path.dropFirst(controlPrefix.count)), askedOf: authority)
    }
    let origin = origin(scheme, authority)
    return mounted(path, query, origin: origin)
      ?? (path == "/"
        ? .frontPage
        : .fal(
          FalVisit(
            door: .mounts(origin: origin, bareQueue: true), host: .queue, path: path, query: query)
        ))
  }

  /// A request in absolute form, as clients send it to a forward proxy (RFC 9112 §3.2.2).
  private static func proxied(
    _ scheme: String, _ authority: HTTPAuthority, _ path: String, _ query: String?
  ) -> Visit {
    guard FalHost(authority.host) != nil || authority.isLoopback else {
      return .refused(.forbidden, Refusal.foreignHost(authority.host))
    }
    return direct(scheme, authority, path, query)
  }

  /// A request that carries its real URL in `x-fal-target-url`.
  private static func forwarded(to target: String, origin: String) -> Visit {
    guard let url = try? HTTPURL(target) else {
      return .refused(
        .badRequest,
        "x-fal-target-url is not an http or https URL; send the full URL, "
          + "such as https://queue.fal.run/fal-ai/trellis")
    }
    if let host = FalHost(url.authority.host) {
      let door = Door.mounts(origin: origin, bareQueue: false)
      return .fal(FalVisit(door: door, host: host, path: url.path, query: url.query))
    }
    return mounted(url.path, url.query, origin: origin)
      ?? .refused(.forbidden, Refusal.foreignHost(url.authority.host))
  }

  /// A path whose first segment is a host of fal's.
  private static func mounted(_ path: String, _ query: String?, origin: String) -> Visit? {
    let afterSlash = path.utf8.dropFirst()
    let end = afterSlash.firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
    guard let host = FalHost(path[afterSlash.startIndex..<end]) else { return nil }
    let rest = end < path.endIndex ? String(path[end...]) : "/"
    return .fal(
      FalVisit(
        door: .mounts(origin: origin, bareQueue: false), host: host, path: rest, query: query))
  }

  /// The control interface answers to loopback names only, so that a web page whose name was
  /// rebound to this machine cannot use it.
  private static func control(path: String, askedOf authority: HTTPAuthority?) -> Visit {
    guard let authority, authority.isLoopback else {
      return .refused(
        .forbidden,
        "the control interface answers only to localhost, 127.0.0.1 and [::1] in Host")
    }
    return .control(path: path)
  }

  private static func origin(_ scheme: String, _ authority: HTTPAuthority?) -> String {
    scheme + "://" + (authority?.description ?? "localhost")
  }
}

extension HTTPAuthority {
  /// Whether the name or address means this machine to every client.
  var isLoopback: Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
      || (host.hasPrefix("127.") && host.split(separator: ".").count == 4
        && host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (48...57).contains($0) })
  }
}
