// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

extension HTTPFields {
  /// The value of a field, as the subscript gives it, without the cost of joining a lone one.
  public func value(of name: HTTPField.Name) -> String? {
    guard let index = firstIndex(where: { $0.name == name }) else { return nil }
    let isLone = !self[(index + 1)...].contains { $0.name == name }
    return isLone ? self[index].value : self[name]
  }
}
