// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkOpenAPI
internal import FalseworkProtocol
internal import HTTPTypes

/// What clients ask of the platform's own interface, `api.fal.ai`.
extension FalService {
  /// The most models in one reply; documented.
  private static let modelCountMax = 50

  /// `GET /v1/models[?endpoint_id=…][&expand=openapi-3.0]`: open to all (documented).
  func models(_ visit: FalVisit) -> Reply {
    let query = QueryParameters(visit.query)
    let isExpanded = query.all("expand").contains("openapi-3.0")
    let documents = documents(named: query.all("endpoint_id"))
    let models = documents.prefix(Self.modelCountMax).map { id, document in
      var model: JSONObject = [
        "endpoint_id": .string(id.description), "metadata": Self.metadata(of: document, id),
      ]
      if isExpanded { model["openapi"] = document.json }
      return JSONValue.object(model)
    }
    return .json(
      .ok, ["models": .array(Array(models)), "next_cursor": .null, "has_more": false])
  }

  /// `GET /v1/models/pricing?endpoint_id=…`: needs a key (documented).
  func pricing(_ visit: FalVisit, _ request: ServerRequest) -> Reply {
    do {
      _ = try session(of: request)
    } catch {
      return platformRefusal(error)
    }
    let prices = documents(named: QueryParameters(visit.query).all("endpoint_id"))
      .compactMap { id, _ in
        id.priceMills.map { mills -> JSONValue in
          [
            "endpoint_id": .string(id.description),
            "unit_price": .number(JSONNumber(Double(mills) / 1000)), "unit": "generations",
            "currency": "USD",
          ]
        }
      }
    return .json(.ok, ["prices": .array(prices), "next_cursor": .null, "has_more": false])
  }

  /// The envelope of the platform's errors, and a key without the scope, were observed; that
  /// locked accounts are refused here as well is inferred.
  private func platformRefusal(_ problem: Credential.Problem) -> Reply {
    let refusal = refusal(problem, missing: .authorizationHeaderRequired)
    let words =
      refusal.status == .forbidden
      ? refusal.body["detail"] ?? .null : "Authentication is required"
    return .json(
      refusal.status, ["error": ["type": "authorization_error", "message": words]])
  }

  /// The endpoints of these names, separated by commas or not, or all when none is named.
  private func documents(named names: [String]) -> [(EndpointID, OpenAPIDocument)] {
    let catalog = catalogs.current
    let wanted = names.flatMap { $0.split(separator: ",").map(String.init) }
    return (wanted.isEmpty ? catalog.endpointIDs : wanted).compactMap { name in
      guard let id = EndpointID(name), let document = catalog.document(of: id) else { return nil }
      return (id, document)
    }
  }

  /// What the document itself tells; the rest of fal's metadata the mock does not know.
  private static func metadata(of document: OpenAPIDocument, _ id: EndpointID) -> JSONValue {
    let told = document.json["info"]?["x-fal-metadata"]
    return [
      "display_name": .string(id.description),
      "category": told?["category"] ?? .null,
      "description": document.json["info"]?["description"] ?? .null,
      "status": "active",
      "tags": [],
      "thumbnail_url": told?["thumbnailUrl"] ?? .null,
      "model_url": told?["playgroundUrl"] ?? .null,
    ]
  }
}
