// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP

extension Connection {
  /// Asks where the content that a head announces goes, and opens the way.
  func admitContent(of head: HTTPRequestHead) throws(HTTPRefusal) {
    let request = ServerRequest(head: head, arrival: arrival)
    switch service.intake(for: request, &serviceMemory) {
    case .memory:
      try machine.limitContent(to: configuration.limits.bodyBytesMax)
    case .file(let intake):
      try machine.limitContent(to: min(intake.bytesMax, configuration.fileBytesMax))
      do {
        exchange?.draft = try ContentDraft(intake)
      } catch {
        refuse(error)
      }
    }
  }

  func takeContent(_ bytes: [UInt8]) {
    if let draft = exchange?.draft {
      do {
        try draft.append(bytes)
      } catch {
        refuse(error)
      }
    } else if exchange?.content.isEmpty == true {
      exchange?.content = bytes
    } else {
      exchange?.content.append(contentsOf: bytes)
    }
  }

  private func refuse(_ trouble: ContentDraft.Trouble) {
    refuse(HTTPRefusal(trouble.reason), Array("\(trouble.description)\n".utf8))
  }
}
