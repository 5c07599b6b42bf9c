// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import HTTPTypes

/// Short-lived tokens, with which a browser speaks for a key that it must not have.
///
/// The applications that a token is meant for are written into it and not judged.
extension FalService {
  /// `POST …/tokens/`: a bare string (read in fal's clients).
  func appToken(_ request: ServerRequest, of session: SessionID) -> FalAnswer {
    token(request, of: session, lifetimeName: "token_expiration") { .string($0) }
  }

  /// `POST …/tokens/realtime`: an object (documented).
  func realtimeToken(_ request: ServerRequest, of session: SessionID) -> FalAnswer {
    token(request, of: session, lifetimeName: "duration") { ["token": .string($0)] }
  }

  private func token(
    _ request: ServerRequest, of session: SessionID, lifetimeName: String,
    _ body: (String) -> JSONValue
  ) -> FalAnswer {
    do throws(UnusableForm) {
      let form = try TokenForm(
        body: try? JSONValue.parse(request.content, reading: .python), lifetimeName: lifetimeName)
      let now = clock.now
      let token = mint.token(
        for: session, apps: form.apps, at: now, until: now.advanced(by: form.lifetime))
      return .now(reply(FalReply(.ok, body(token))))
    } catch {
      return .now(reply(error.reply))
    }
  }
}
