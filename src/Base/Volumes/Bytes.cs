using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Volumes;

/// <summary>A number of bytes.</summary>
/// <remarks>In manifests KB, MB, GB and TB mean the same as KiB, MiB, GiB and TiB, as in the original.</remarks>
public readonly record struct Bytes(long Count) : IWord<Bytes>, IComparable<Bytes>
{
    private static readonly (string Unit, int Shift)[] Units = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)];

    /// <summary>No bytes.</summary>
    public static Bytes Zero => new(0);

    /// <inheritdoc/>
    public static string Pattern => @"\d+([KMGT]i?B|B)";

    /// <inheritdoc/>
    public static string Meaning => "a size such as '512MiB'";

    /// <summary>A number of MiB, 1,048,576 bytes each.</summary>
    public static Bytes MiB(long count) => new(checked(count * (1L << 20)));

    /// <summary>A number of KiB, 1,024 bytes each.</summary>
    public static Bytes KiB(long count) => new(checked(count * (1L << 10)));

    /// <summary>Rounds up to a multiple.</summary>
    public Bytes RoundUp(Bytes multiple) => new(checked(Count + multiple.Count - 1) / multiple.Count * multiple.Count);

    /// <summary>Rounds down to a multiple.</summary>
    public Bytes RoundDown(Bytes multiple) => new(Count / multiple.Count * multiple.Count);

    /// <inheritdoc/>
    public int CompareTo(Bytes other) => Count.CompareTo(other.Count);

    /// <summary>The largest unit that divides evenly: <c>1GiB</c>, <c>1025MiB</c>, <c>0B</c>.</summary>
    public override string ToString()
    {
        foreach (var (unit, shift) in Units)
        {
            if (Count != 0 && Count % (1L << shift) == 0)
                return (Count >> shift).ToString(CultureInfo.InvariantCulture) + unit;
        }

        return Count.ToString(CultureInfo.InvariantCulture) + "B";
    }

    /// <inheritdoc/>
    public static Bytes Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Bytes result)
    {
        result = Zero;
        if (s is null || !s.EndsWith('B'))
            return false;
        var digits = s.TakeWhile(char.IsAsciiDigit).Count();
        var shift = s[digits..] switch
        {
            "B" => 0,
            "KB" or "KiB" => 10,
            "MB" or "MiB" => 20,
            "GB" or "GiB" => 30,
            "TB" or "TiB" => 40,
            _ => -1,
        };
        if (shift < 0 || !long.TryParse(s.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > long.MaxValue >> shift)
            return false;
        result = new(count << shift);
        return true;
    }

    /// <summary>Adds.</summary>
    public static Bytes operator +(Bytes a, Bytes b) => new(checked(a.Count + b.Count));

    /// <summary>Subtracts.</summary>
    public static Bytes operator -(Bytes a, Bytes b) => new(checked(a.Count - b.Count));

    /// <summary>Multiplies.</summary>
    public static Bytes operator *(Bytes a, long b) => new(checked(a.Count * b));

    /// <summary>Compares.</summary>
    public static bool operator <(Bytes a, Bytes b) => a.Count < b.Count;

    /// <summary>Compares.</summary>
    public static bool operator >(Bytes a, Bytes b) => a.Count > b.Count;

    /// <summary>Compares.</summary>
    public static bool operator <=(Bytes a, Bytes b) => a.Count <= b.Count;

    /// <summary>Compares.</summary>
    public static bool operator >=(Bytes a, Bytes b) => a.Count >= b.Count;
}
