// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import Glibc

extension HTTPClientError {
  static let cancelled = HTTPClientError(.stopped, "the request was given up")

  /// A failure to connect, by the number of the system's error.
  init(connectingTo address: SocketAddress, errorNumber: CInt) {
    let reason = String(cString: strerror(errorNumber))
    switch errorNumber {
    case ECONNREFUSED:
      self.init(.refused, "nothing listens on \(address)")
    case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL, EAFNOSUPPORT, EACCES, EPERM,
      ETIMEDOUT, EINVAL:
      self.init(.unreachable, "cannot reach \(address): \(reason)")
    case ECONNRESET:
      self.init(.broken, "\(address) closed the connection before the reply")
    default:
      self.init(.system, "cannot connect to \(address): \(reason)")
    }
  }

  /// A reply that is not understood or not whole.
  init(_ failure: HTTPResponseFailure, from address: SocketAddress) {
    switch failure.reason {
    case .noResponse, .truncatedHead, .truncatedContent:
      self.init(.broken, "\(address): \(failure.reason)")
    case .statusLineTooLong:
      self.init(.tooLarge, "the reply of \(address): \(failure.reason)")
    case .message(let fault) where fault.isExcess:
      self.init(.tooLarge, "the reply of \(address): \(failure.reason)")
    case .message, .malformedStatusLine, .unsupportedVersion, .unexpectedSwitch, .unsolicitedBytes:
      self.init(.malformed, "the reply of \(address) is not HTTP: \(failure)")
    }
  }
}

extension HTTPMessageFault {
  /// Whether a limit was exceeded, rather than a rule broken.
  fileprivate var isExcess: Bool {
    switch self {
    case .tooManyFields, .headTooLarge, .contentTooLarge, .chunkExtensionsTooLong,
      .trailersTooLarge:
      true
    case .bareLineFeed, .bareCarriageReturn, .obsoleteLineFolding, .whitespaceInFieldName,
      .malformedFieldName, .controlByteInFieldValue, .malformedContentLength,
      .repeatedContentLength, .contentLengthWithTransferEncoding, .malformedTransferEncoding,
      .chunkedNotLast, .unknownTransferCoding, .transferEncodingInHTTP10, .malformedChunkSize,
      .malformedChunkExtension, .unterminatedChunk:
      false
    }
  }
}
