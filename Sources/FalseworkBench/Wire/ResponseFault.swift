// Falsework
// SPDX-License-Identifier: MIT

/// What makes bytes no response that the bench can read.
package enum ResponseFault: Error, Sendable, CustomStringConvertible {
  case notHTTP
  case headTooLong
  case noContentLength
  case badContentLength
  case transferCoding

  /// The fault in words.
  package var description: String {
    switch self {
    case .notHTTP: "bytes that are not HTTP/1.1"
    case .headTooLong: "a head of more than \(ResponseReader.headBytesMax) bytes"
    case .noContentLength: "no Content-Length"
    case .badContentLength: "a Content-Length that is not one number"
    case .transferCoding: "a Transfer-Encoding, which the bench does not read"
    }
  }
}
