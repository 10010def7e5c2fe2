namespace BootstrapVz.Base.Hosts;

/// <summary>One thing a feature needs of the host.</summary>
/// <param name="Feature">For example <c>build</c> or <c>boot</c>.</param>
/// <param name="Program">A program's name, or the path of a file.</param>
/// <param name="Package">The Debian package that has it.</param>
/// <param name="Purpose">What it is for.</param>
public sealed record HostNeed(string Feature, string Program, string Package, string Purpose)
{
    /// <summary>Whether the host has it.</summary>
    public bool IsMet(IHost host) => Program.StartsWith('/') ? Path.Exists(Program) : host.Find(Program) is not null;
}

/// <summary>Everything the program may need of its host; the list is <c>requirements.txt</c> beside this file.</summary>
public static class HostNeeds
{
    private static readonly Lazy<IReadOnlyList<HostNeed>> List = new(Read);

    /// <summary>All of them, in the list's order.</summary>
    public static IReadOnlyList<HostNeed> All => List.Value;

    /// <summary>Reads the list: four columns, <c>#</c> begins a comment.</summary>
    /// <exception cref="FormatException">A line has too few columns.</exception>
    public static IReadOnlyList<HostNeed> Parse(string text) =>
    [
        .. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => line.Split((char[]?)null, 4, StringSplitOptions.RemoveEmptyEntries) is [var feature, var program, var package, var purpose]
                ? new HostNeed(feature, program, package, purpose)
                : throw new FormatException($"'{line}' has too few columns")),
    ];

    private static IReadOnlyList<HostNeed> Read()
    {
        using var stream = typeof(HostNeeds).Assembly.GetManifestResourceStream("Hosts/requirements.txt")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}
