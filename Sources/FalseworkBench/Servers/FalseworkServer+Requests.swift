// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension FalseworkServer {
  /// A request that the server has accepted.
  struct Accepted {
    let statusPath: String
    let resultPath: String
  }

  private static let endpoint = "/fal-ai/trellis"

  /// The submission of an image, which need not exist.
  static func submission(image: String, _ parameters: String = "") -> WireRequest {
    WireRequest.post(
      endpoint, [WireRequest.authorization],
      json: #"{"image_url": "https://example.com/\#(image).png"\#(parameters)}"#)
  }

  static func authorized(_ path: String) -> WireRequest {
    WireRequest.get(path, [WireRequest.authorization])
  }

  /// Asks for the status of a request.
  static func status(of id: String) -> WireRequest {
    authorized("\(endpoint)/requests/\(id)/status")
  }

  /// Asks for the status of a request and the lines of its log as a stream.
  static func statusStream(of id: String) -> WireRequest {
    authorized("\(endpoint)/requests/\(id)/status/stream?logs=1")
  }

  /// Submits a request.
  func submit() throws(BenchFailure) -> Accepted {
    let reply = try Exchange.json(of: Self.submission(image: "a"), port: port)
    return Accepted(
      statusPath: try path(in: reply["status_url"]),
      resultPath: try path(in: reply["response_url"]))
  }

  /// Returns the path of the mesh of a request that is done.
  func meshPath(of request: Accepted) throws(BenchFailure) -> String {
    let result = try Exchange.json(of: Self.authorized(request.resultPath), port: port)
    return try path(in: result["model_mesh"]?["url"])
  }

  /// The path of an address on this server.
  private func path(in address: JSONValue?) throws(BenchFailure) -> String {
    guard let url = address?.stringValue else {
      throw BenchFailure("a reply of falsework lacks an address")
    }
    let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
    guard parts.count == 3 else { throw BenchFailure("falsework sends clients to \(url)") }
    return "/" + parts[2]
  }
}
