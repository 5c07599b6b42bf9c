// Falsework
// SPDX-License-Identifier: MIT

import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Follows redirections, but not with a key.
///
/// Linux sends `Authorization` along to wherever a redirection leads, and takes a Location such as
/// `?part=2`, which is relative to the whole path, for one of the root (RFC 9110, section 10.2.2).
/// It asks the delegate of a session only, not that of a task, and not by the `async` method.
final class RedirectionPolicy: NSObject, URLSessionTaskDelegate {
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    let hasKey = task.originalRequest?.value(forHTTPHeaderField: "Authorization") != nil
    var request = newRequest
    let location = response.value(forHTTPHeaderField: "Location") ?? ""
    request.url = URL(string: location, relativeTo: response.url)?.absoluteURL
    completionHandler(hasKey ? nil : request)
  }
}
