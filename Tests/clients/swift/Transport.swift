// Falsework
// SPDX-License-Identifier: MIT

import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Sends requests by a `URLSession`, which keeps connections, and takes whole replies.
///
/// What is special about Linux, where `URLSession` is made of libcurl, was seen with Swift 6.3.1:
///
/// - To cancel an exchange just when its reply comes ends the program (in `TaskRegistry`), or, with
///   `data(for:)`, leaves two threads waiting for each other. So none is cancelled: who no longer
///   waits for a reply leaves it to its timeout.
/// - `timeoutIntervalForResource` is ignored. A deadline is up to who waits.
/// - A reply that breaks off, in its body or in a chunk, is an error, as it should be, but mostly
///   `URLError.unknown`. So errors are told apart by the few that are certain.
/// - Proxies are those of `HTTPS_PROXY` and `NO_PROXY`. Certificates are the system's:
///   `SSL_CERT_FILE` is not heeded, and no delegate is asked about trust.
struct Transport: Sendable {
  private let session: URLSession

  /// Makes a transport with connections of its own.
  ///
  /// - Parameter patience: How long a server may be silent. Linux drops fractions of a second, and
  ///   takes less than a whole one for no time at all.
  init(patience: Duration) {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = Double(max(1, patience.components.seconds))
    configuration.httpAdditionalHeaders = ["User-Agent": "falsework-swift-client/1.0"]
    session = URLSession(
      configuration: configuration, delegate: RedirectionPolicy(), delegateQueue: nil)
  }

  /// Sends a request, and returns its reply if that comes whole.
  func send(_ request: URLRequest) async throws(TrellisError) -> Reply {
    let (replies, arrival) = AsyncStream.makeStream(of: Result<Reply, TrellisError>.self)
    let task = session.dataTask(with: request) { body, response, error in
      if let body, let head = response as? HTTPURLResponse {
        arrival.yield(.success(Reply(head: head, body: body)))
      } else {
        arrival.yield(.failure(Self.failure(of: request, error)))
      }
    }
    task.resume()
    // The stream ends when the task that waits for it is cancelled.
    for await reply in replies { return try reply.get() }
    throw .cancelled
  }

  private static func failure(of request: URLRequest, _ error: (any Error)?) -> TrellisError {
    let error = error as? URLError ?? URLError(.badServerResponse)
    let words = "no reply from \(request.url?.host ?? "nowhere"): \(error.localizedDescription)"
    // Nothing was sent then. `cannotConnectToHost` does not say so on Linux: if one address of a
    // host refused and the next one accepted, a reply that breaks off is called that, too.
    return error.code == .cannotFindHost ? .transient(words) : .broken(words)
  }

  /// Closes the connections once they are idle; a session that is not invalidated is never freed.
  func close() {
    session.finishTasksAndInvalidate()
  }
}
