// Falsework
// SPDX-License-Identifier: MIT

/// What became of a soak's clients.
struct SoakTally {
  /// The most complaints that are kept in words.
  private static let complaintCountMax = 10

  private(set) var finishedCount = 0
  /// The clients that lost their claim because the bench itself stood still.
  private(set) var excusedCount = 0
  private(set) var troubleCount = 0
  private(set) var complaints: [String] = []

  /// Counts a client; it is trouble when the client did not get what the server owed it.
  mutating func note(
    _ script: SoakScript, _ claim: SoakKind.Claim, _ outcome: SoakClient.Outcome
  ) {
    finishedCount += 1
    switch (claim, outcome) {
    case (.replies, .cut(let deed)):
      troubleCount += 1
      guard complaints.count < Self.complaintCountMax else { return }
      let client = "\(script.kind.rawValue) over \(script.channel)"
      complaints.append("the server \(deed) on a client that behaves: \(client)")
    case (.nothing, _) where script.kind.claim == .replies:
      excusedCount += 1
    case (.replies, .performed), (.nothing, _):
      break
    }
  }
}
