// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch

/// A source that takes its steps from a list and then ends.
struct ScriptedSource: ReplySource {
  var steps: [ReplyStep]
  /// Hears of each time that the source is asked.
  var asked: @Sendable () -> Void = {}
  /// Kept as long as the source is.
  var companion: Companion?

  mutating func next() -> ReplyStep {
    asked()
    return steps.isEmpty ? .end : steps.removeFirst()
  }

  /// Something that tells when nobody needs it any more.
  final class Companion: Sendable {
    let whenFreed: @Sendable () -> Void

    init(whenFreed: @escaping @Sendable () -> Void) {
      self.whenFreed = whenFreed
    }

    deinit {
      whenFreed()
    }
  }
}

extension ReplyStep {
  static func text(_ text: String) -> ReplyStep { .piece(Array(text.utf8)) }

  /// So long that no test lives to see the end of it.
  static let longWait = ReplyStep.wait(.seconds(86_400))
}

extension ReplyContent {
  static func steps(_ steps: ReplyStep...) -> ReplyContent {
    .stream(ReplyStream(ScriptedSource(steps: steps)))
  }
}
