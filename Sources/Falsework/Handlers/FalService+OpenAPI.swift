// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkOpenAPI
internal import FalseworkProtocol
internal import HTTPTypes

extension FalService {
  /// `fal.ai/api/openapi/queue/openapi.json?endpoint_id=…`: the document, or 404 `null` (observed).
  func openAPI(_ visit: FalVisit) -> Reply {
    guard let id = endpointID(in: visit.query), let document = catalogs.current.document(of: id)
    else {
      return .json(.notFound, .null)
    }
    return .json(.ok, document.json)
  }

  private func endpointID(in query: String?) -> EndpointID? {
    let parameter = query?.split(separator: "&").first { $0.hasPrefix("endpoint_id=") }
    return parameter.flatMap { EndpointID(PercentEncoding.decoded($0.dropFirst(12))) }
  }
}

/// The percent-encoding of URLs (RFC 3986 §2.1).
enum PercentEncoding {
  /// Returns the text with every valid escape resolved; the others stay as they are.
  static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(String(rest.prefix(2)) ?? "", radix: 16),
        rest.first != UInt8(ascii: "+")
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
