// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkProtocol
internal import HTTPTypes

/// Where the keys come from by which a webhook is verified.
enum KeySource {
  case file(String)
  case url(HTTPURL, stateFolder: String)

  /// Understands an option; without one, the server that runs on a folder is meant.
  init(_ option: String?, folder: String) throws(CommandFailure) {
    guard let option else {
      guard let running = ServerAddresses(stateFolder: folder) else {
        throw CommandFailure(
          "no server runs on \(folder); name the keys with --jwks, for example "
            + "https://\(FalHost.rest.name)\(WebhookKeySet.path)", status: .usage)
      }
      let text = "\(running.url)/\(FalHost.rest.name)\(WebhookKeySet.path)"
      self = .url(try Self.url(text), stateFolder: folder)
      return
    }
    self = option.contains("://") ? .url(try Self.url(option), stateFolder: folder) : .file(option)
  }

  /// Reads the keys.
  func keys() async throws(CommandFailure) -> WebhookKeySet {
    let (bytes, name) =
      switch self {
      case .file(let path): (try InputFile(path).bytes(), path)
      case .url(let url, let folder): (try await Self.fetch(url, folder), url.description)
      }
    do {
      return try WebhookKeySet(JSONValue.parse(bytes))
    } catch {
      throw CommandFailure("\(name) is no JSON Web Key Set: \(error)", status: .usage)
    }
  }

  private static func url(_ text: String) throws(CommandFailure) -> HTTPURL {
    do {
      return try HTTPURL(text)
    } catch {
      throw CommandFailure("the URL in --jwks \(error)", status: .usage)
    }
  }

  private static func fetch(
    _ url: HTTPURL, _ stateFolder: String
  ) async throws(CommandFailure) -> [UInt8] {
    var configuration = HTTPClientConfiguration()
    if url.scheme == .https {
      configuration.security = try LocalTrust.loaded(from: stateFolder).outboundSecurity
    }
    let reply = try await OutboundRequest(.get, url).reply(configuration, failure: .usage)
    guard reply.status == .ok else {
      throw CommandFailure(
        "\(url) answers \(reply.status.code); name the keys themselves with --jwks", status: .usage)
    }
    return reply.content
  }
}
