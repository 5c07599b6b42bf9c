// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch

extension OutboundRequest {
  /// Sends the request by a client of its own; without a reply, the failure has this status.
  func reply(
    _ configuration: HTTPClientConfiguration = HTTPClientConfiguration(),
    failure status: ExitStatus = .failure
  ) async throws(CommandFailure) -> OutboundReply {
    let client: HTTPClient
    do {
      client = try HTTPClient(configuration)
    } catch {
      throw CommandFailure(error)
    }
    let result: Result<OutboundReply, HTTPClientError>
    do throws(HTTPClientError) {
      result = .success(try await client.send(self))
    } catch {
      result = .failure(error)
    }
    await client.stop()
    do {
      return try result.get()
    } catch {
      throw CommandFailure("cannot ask \(url): \(error)", status: status)
    }
  }
}
