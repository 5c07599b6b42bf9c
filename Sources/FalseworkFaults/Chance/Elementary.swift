// Falsework
// SPDX-License-Identifier: MIT

/// The two functions that drawing needs and that Swift has only outside of pure rooms.
enum Elementary {
  private static let logarithmOfTwo = 0.693_147_180_559_945_3

  /// The natural logarithm of a positive number, to about 15 digits.
  static func logarithm(_ number: Double) -> Double {
    guard number > 0, number.isFinite else { return number > 0 ? .infinity : -.infinity }
    var (exponent, significand) = (Double(number.exponent), number.significand)
    if significand > 1.414_213_562_373_095_1 {
      significand /= 2
      exponent += 1
    }
    // ln m = 2 artanh((m - 1) / (m + 1)); the ratio is below 0.1716, so 12 terms are enough.
    let ratio = (significand - 1) / (significand + 1)
    let square = ratio * ratio
    var (power, sum) = (ratio, 0.0)
    for index in 0..<12 {
      sum += power / Double(2 * index + 1)
      power *= square
    }
    return exponent * logarithmOfTwo + 2 * sum
  }

  /// The exponential function, to about 14 digits.
  static func exponential(_ number: Double) -> Double {
    guard number < 709 else { return .infinity }
    guard number > -709 else { return 0 }
    let doublings = (number / logarithmOfTwo).rounded()
    let rest = number - doublings * logarithmOfTwo
    var (term, sum) = (1.0, 1.0)
    for index in 1...18 {
      term *= rest / Double(index)
      sum += term
    }
    return Double(sign: .plus, exponent: Int(doublings), significand: sum)
  }
}
