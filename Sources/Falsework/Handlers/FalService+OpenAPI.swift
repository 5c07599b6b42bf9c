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
    QueryParameters(query)["endpoint_id"].flatMap { EndpointID($0) }
  }
}
