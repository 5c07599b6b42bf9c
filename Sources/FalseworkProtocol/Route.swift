// Falsework
// SPDX-License-Identifier: MIT

/// What a request to one of fal's hosts is addressed to, by host and path alone.
///
/// The method is judged afterwards, so that a wrong one can be answered with `Allow`.
public enum Route: Sendable, Equatable {
  /// A model on the queue host: `POST` submits.
  case submit(EndpointID)
  /// A model on the run host: `POST` runs and waits.
  case run(EndpointID)
  /// A request of an application on the queue host.
  case request(application: EndpointID, id: String, view: RequestView)
  /// What clients ask of the storage before they upload a file.
  case storage(StorageCall)
  /// The upload of a file straight to the CDN.
  case upload
  /// The beginning of an upload in parts straight to the CDN.
  case partedUpload
  /// A part of an upload to a file's path; the number is as the client spelled it.
  case part(path: String, upload: String, number: String)
  /// The end of an upload in parts to a file's path.
  case completion(path: String, upload: String)
  /// A file on the CDN; the path is kept as it is stored, with its leading slash.
  case file(path: String)
  /// The per-endpoint OpenAPI documents of the site.
  case openAPI
  /// The platform's list of models.
  case models
  /// The platform's list of prices.
  case pricing
  /// The keys by which webhooks are verified, on the REST hosts.
  case webhookKeys
  /// Nothing that fal has.
  case unknown

  /// What is asked of the storage, all by `POST` on the REST host.
  public enum StorageCall: Sendable, Hashable {
    /// A URL to put a file to.
    case initiation
    /// A URL to put a file to in parts.
    case partedInitiation
    /// A token with which files are uploaded to the CDN.
    case token
    /// A short-lived token that stands for the caller's key, as a bare string.
    case appToken
    /// The same in an object, for realtime connections.
    case realtimeToken
  }

  /// What is asked of a request.
  public enum RequestView: Sendable, Hashable {
    case result
    case status
    case statusStream
    case cancel
  }

  /// Finds the route of a path on a host of this role.
  ///
  /// A trailing slash is accepted, as fal's own `fal.apps` client sends one; `/response` is an
  /// alias of the result (documented). A management URL with a sub-path is a model path, which is
  /// why it ends in 405 `Allow: POST` (observed).
  public init(role: FalHost.Role, path: String) {
    switch role {
    case .queue:
      self = Self.queue(Self.segments(of: path))
    case .run:
      self = EndpointID(segments: Self.segments(of: path)).map(Route.run) ?? .unknown
    case .cdn:
      self = Self.cdn(path)
    case .site:
      self = path == Self.openAPIPath ? .openAPI : .unknown
    case .platform:
      self = Self.platformPaths[path] ?? .unknown
    case .rest:
      self =
        path == WebhookKeySet.path
        ? .webhookKeys : Self.storageCalls[path].map(Route.storage) ?? .unknown
    }
  }

  /// The path of the site's OpenAPI documents.
  public static let openAPIPath = "/api/openapi/queue/openapi.json"

  /// The path of uploads on the CDN; read in `fal_client` 1.0.3.
  public static let uploadPath = "/files/upload"

  /// The path of the beginning of uploads in parts on the CDN; read in `fal_client` 1.0.3.
  public static let partedUploadPath = "/files/upload/multipart"

  private static let platformPaths: [String: Route] = [
    "/v1/models": .models, "/v1/models/pricing": .pricing,
  ]

  private static let storageCalls: [String: StorageCall] = [
    "/storage/upload/initiate": .initiation, "/storage/auth/token": .token,
    "/storage/upload/initiate-multipart": .partedInitiation,
    "/tokens/": .appToken, "/tokens": .appToken, "/tokens/realtime": .realtimeToken,
  ]

  /// The URL to which the parts of an upload are put, one level above their numbers: where
  /// `fal_client` 1.0.3 puts them, so that the storage can give it to other clients.
  public static func partsPath(of path: String, upload: String) -> String {
    "\(path)/multipart/\(upload)"
  }

  /// The methods that the route answers to, besides `OPTIONS`.
  public var allowedMethods: [String] {
    switch self {
    case .submit, .run, .storage, .upload, .partedUpload, .completion: ["POST"]
    case .part: ["PUT"]
    case .request(_, _, .result), .request(_, _, .status), .request(_, _, .statusStream): ["GET"]
    case .request(_, _, .cancel): ["PUT"]
    case .file: ["GET", "HEAD", "PUT"]
    case .openAPI, .models, .pricing, .webhookKeys: ["GET", "HEAD"]
    case .unknown: []
    }
  }

  private static func segments(of path: String) -> [Substring] {
    var segments = path.slashSeparated
    if segments.first?.isEmpty == true { segments.removeFirst() }
    if segments.last?.isEmpty == true { segments.removeLast() }
    return segments
  }

  private static func cdn(_ path: String) -> Route {
    if path == uploadPath { return .upload }
    if path == partedUploadPath { return .partedUpload }
    let segments = path.slashSeparated
    guard segments.count > 4, segments[segments.count - 3] == "multipart" else {
      return .file(path: path)
    }
    let file = segments.dropLast(3).joined(separator: "/")
    let (upload, last) = (
      String(segments[segments.count - 2]), String(segments[segments.count - 1])
    )
    return last == "complete"
      ? .completion(path: file, upload: upload)
      : .part(path: file, upload: upload, number: last)
  }

  private static func queue(_ segments: [Substring]) -> Route {
    let applicationCount = EndpointID.applicationCount(in: segments)
    guard let view = view(segments, applicationCount), EndpointID.areUsable(segments) else {
      return EndpointID(segments: segments).map(Route.submit) ?? .unknown
    }
    return .request(
      application: EndpointID(application: segments, applicationCount),
      id: String(segments[applicationCount + 1]), view: view)
  }

  /// What is asked of a request by the segments after the application, if they name a request.
  private static func view(_ segments: [Substring], _ applicationCount: Int) -> RequestView? {
    let tailCount = segments.count - applicationCount
    guard (2...4).contains(tailCount), segments[applicationCount] == "requests" else { return nil }
    if tailCount == 2 { return .result }
    let isStream = tailCount == 4 && segments[applicationCount + 3] == "stream"
    switch segments[applicationCount + 2] {
    case "response" where tailCount == 3: return .result
    case "status" where tailCount == 3: return .status
    case "status" where isStream: return .statusStream
    case "cancel" where tailCount == 3: return .cancel
    default: return nil
    }
  }
}
