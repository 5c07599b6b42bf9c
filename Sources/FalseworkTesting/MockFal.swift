// Falsework
// SPDX-License-Identifier: MIT

public import Falsework
public import Foundation

#if canImport(FoundationNetworking)
  public import FoundationNetworking
#endif

/// A mock of fal.ai for one test: a server of its own, and how to talk to it.
///
/// ```swift
/// @Test func generates() async throws {
///   try await withMockFal(scenario: "lost-submit-reply") { fal in
///     await #expect(throws: MyClient.Ambiguous.self) {
///       try await MyClient(queue: fal.queue, key: fal.key).generate()
///     }
///     try await fal.expectContract(.failed("ambiguous"))
///   }
/// }
/// ```
public struct MockFal: Sendable {
  /// The server.
  public let server: MockServer
  /// A key that is nobody's.
  public let key = "falsework-test:not-a-real-key"

  /// What stands for `https://queue.fal.run`.
  public var queue: URL { url(of: "queue.fal.run") }
  /// What stands for `https://fal.run`.
  public var runs: URL { url(of: "fal.run") }
  /// What stands for `https://rest.fal.ai`.
  public var rest: URL { url(of: "rest.fal.ai") }

  /// What stands for a host of fal's.
  private func url(of host: String) -> URL {
    // The address is made of a scheme, a loopback address and a number.
    URL(string: server.url)?.appendingPathComponent(host) ?? URL(fileURLWithPath: host)
  }

  /// Returns a request to the queue with the key and, where there is one, a JSON body.
  ///
  /// - Parameters:
  ///   - method: The method, such as `POST`.
  ///   - path: What follows the host, such as `fal-ai/trellis`.
  ///   - body: The JSON.
  public func request(
    _ method: String = "GET", _ path: String, json body: String? = nil
  ) -> URLRequest {
    var request = URLRequest(url: queue.appendingPathComponent(path))
    request.httpMethod = method
    request.setValue("Key \(key)", forHTTPHeaderField: "Authorization")
    request.setValue("falsework-testing/\(Version.current)", forHTTPHeaderField: "User-Agent")
    if let body {
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
      request.httpBody = Data(body.utf8)
    }
    return request
  }
}
