// Falsework
// SPDX-License-Identifier: MIT

/// A cause for not understanding a message that requests and responses have in common.
public enum HTTPMessageFault: Error, Sendable, Equatable {
  /// A line ends in LF alone, which RFC 9112 §2.2 would let a recipient accept.
  case bareLineFeed
  /// A CR stands without an LF behind it (RFC 9112 §2.2).
  case bareCarriageReturn

  /// A line starts with a blank, as folded lines of old do (RFC 9112 §5.2).
  case obsoleteLineFolding
  /// A blank stands in a field name or before its colon (RFC 9112 §5.1).
  case whitespaceInFieldName
  /// A field name is missing, is no token or lacks its colon (RFC 9110 §5.6.2).
  case malformedFieldName
  /// A field value holds NUL or another control byte (RFC 9110 §5.5).
  case controlByteInFieldValue
  /// There are more fields than the limit.
  case tooManyFields(limit: Int)
  /// The head has more bytes than the limit.
  case headTooLarge(limit: Int)

  /// A `Content-Length` is not one run of digits (RFC 9112 §6.3).
  case malformedContentLength
  /// There are two `Content-Length` fields, whether they agree or not.
  case repeatedContentLength
  /// `Content-Length` and `Transfer-Encoding` contradict each other (RFC 9112 §6.1).
  case contentLengthWithTransferEncoding
  /// A `Transfer-Encoding` is not a list of tokens (RFC 9112 §6.1).
  case malformedTransferEncoding
  /// The last transfer coding is not `chunked`, or an earlier one is (RFC 9112 §6.3).
  case chunkedNotLast
  /// There is a transfer coding besides `chunked`, which is the only one implemented.
  case unknownTransferCoding
  /// A message of HTTP/1.0 has a `Transfer-Encoding` (RFC 9112 §6.1).
  case transferEncodingInHTTP10

  /// The content has more bytes than the limit.
  case contentTooLarge(limit: Int)
  /// A chunk does not start with a size in hexadecimal digits (RFC 9112 §7.1).
  case malformedChunkSize
  /// A chunk extension holds a control byte (RFC 9112 §7.1.1).
  case malformedChunkExtension
  /// The chunk extensions of the message have more bytes than the limit.
  case chunkExtensionsTooLong(limit: Int)
  /// The data of a chunk is not followed by a line ending (RFC 9112 §7.1).
  case unterminatedChunk
  /// The trailer section has more bytes than the limit.
  case trailersTooLarge(limit: Int)
}

extension HTTPMessageFault: CustomStringConvertible {
  /// A clause that says what is wrong, without quoting the message.
  public var description: String {
    switch self {
    case .bareLineFeed: "a line ends in LF without CR"
    case .bareCarriageReturn: "CR stands without LF"
    case .obsoleteLineFolding: "a line starts with whitespace"
    case .whitespaceInFieldName: "whitespace stands in a field name or before its colon"
    case .malformedFieldName: "a field name is missing or is not a token"
    case .controlByteInFieldValue: "a field value holds a control byte"
    case .tooManyFields(let limit): "there are more than \(limit) fields"
    case .headTooLarge(let limit): "the head is longer than \(limit) bytes"
    case .malformedContentLength: "Content-Length is not a run of digits"
    case .repeatedContentLength: "Content-Length is repeated"
    case .contentLengthWithTransferEncoding:
      "Content-Length and Transfer-Encoding are both present"
    case .malformedTransferEncoding: "Transfer-Encoding is not a list of tokens"
    case .chunkedNotLast: "chunked is not the last transfer coding, or not only the last"
    case .unknownTransferCoding: "a transfer coding besides chunked is not implemented"
    case .transferEncodingInHTTP10: "Transfer-Encoding is present in HTTP/1.0"
    case .contentTooLarge(let limit): "the content is longer than \(limit) bytes"
    case .malformedChunkSize: "a chunk size is not a hexadecimal number"
    case .malformedChunkExtension: "a chunk extension holds a control byte"
    case .chunkExtensionsTooLong(let limit):
      "the chunk extensions are longer than \(limit) bytes"
    case .unterminatedChunk: "the data of a chunk is not followed by CRLF"
    case .trailersTooLarge(let limit): "the trailers are longer than \(limit) bytes"
    }
  }
}
