using System.Globalization;

namespace BootstrapVz.Base.Manifests;

/// <summary>The parts of a time as variables named like the conversions of strftime(3), in the C locale.</summary>
internal static class TimeVariables
{
    // The original passed a time without zone to strftime, so %z and %Z come out empty.
    private static readonly IReadOnlyDictionary<string, Func<DateTimeOffset, string>> Conversions = new Dictionary<string, Func<DateTimeOffset, string>>
    {
        ["%a"] = time => Format(time, "ddd"),
        ["%A"] = time => Format(time, "dddd"),
        ["%b"] = time => Format(time, "MMM"),
        ["%B"] = time => Format(time, "MMMM"),
        ["%c"] = time => Format(time, "ddd MMM ") + Padded(time.Day, 2, ' ') + Format(time, " HH:mm:ss yyyy"),
        ["%d"] = time => Padded(time.Day, 2),
        ["%f"] = time => Padded((int)(time.Ticks % TimeSpan.TicksPerSecond / 10), 6),
        ["%H"] = time => Padded(time.Hour, 2),
        ["%I"] = time => Padded(((time.Hour + 11) % 12) + 1, 2),
        ["%j"] = time => Padded(time.DayOfYear, 3),
        ["%m"] = time => Padded(time.Month, 2),
        ["%M"] = time => Padded(time.Minute, 2),
        ["%p"] = time => time.Hour < 12 ? "AM" : "PM",
        ["%S"] = time => Padded(time.Second, 2),
        ["%U"] = time => Padded(WeekOf(time, DayOfWeek.Sunday), 2),
        ["%w"] = time => Padded((int)time.DayOfWeek, 1),
        ["%W"] = time => Padded(WeekOf(time, DayOfWeek.Monday), 2),
        ["%x"] = time => Format(time, "MM/dd/yy"),
        ["%X"] = time => Format(time, "HH:mm:ss"),
        ["%y"] = time => Padded(time.Year % 100, 2),
        ["%Y"] = time => Padded(time.Year, 4),
        ["%z"] = _ => "",
        ["%Z"] = _ => "",
    };

    public static IReadOnlyDictionary<string, string> At(DateTimeOffset time) =>
        Conversions.ToDictionary(conversion => conversion.Key, conversion => conversion.Value(time));

    private static string Format(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static string Padded(int number, int width, char with = '0') =>
        number.ToString(CultureInfo.InvariantCulture).PadLeft(width, with);

    // Days before the year's first such weekday are in week 0.
    private static int WeekOf(DateTimeOffset time, DayOfWeek first) =>
        (time.DayOfYear + 6 - (((int)time.DayOfWeek - (int)first + 7) % 7)) / 7;
}
