using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.Hardening;

/// <summary>One change of the image.</summary>
internal abstract record Change
{
    /// <summary>Makes it.</summary>
    /// <returns>What was done, for the report; null when there was nothing to do.</returns>
    public abstract Task<string?> ApplyAsync(BuildContext build, CancellationToken ct);
}

/// <summary>Writes a file.</summary>
internal sealed record WriteFile(string Path, params IReadOnlyList<string> Lines) : Change
{
    public override async Task<string?> ApplyAsync(BuildContext build, CancellationToken ct)
    {
        await build.Root.WriteTextAsync(Path, string.Concat(Lines.Select(line => line + "\n")), ct: ct);
        return "wrote " + Path;
    }
}

/// <summary>Adds a line to the end of a file.</summary>
internal sealed record AppendLine(string Path, string Line) : Change
{
    public override async Task<string?> ApplyAsync(BuildContext build, CancellationToken ct)
    {
        await build.Root.AppendTextAsync(Path, Line + "\n", ct);
        return $"added to {Path}: {Line}";
    }
}

/// <summary>Sets a word of login.defs(5), where it stands or at the end.</summary>
internal sealed record SetLoginDefinition(string Word, string Value) : Change
{
    private const string File = "/etc/login.defs";

    public override async Task<string?> ApplyAsync(BuildContext build, CancellationToken ct)
    {
        var lines = (await build.Root.ReadTextAsync(File, ct)).TrimEnd('\n').Split('\n').ToList();
        var line = $"{Word}\t\t{Value}";
        var place = lines.FindIndex(other => Regex.IsMatch(other, $@"^{Word}\s"));
        if (place < 0)
            lines.Add(line);
        else
            lines[place] = line;
        await build.Root.WriteTextAsync(File, string.Concat(lines.Select(other => other + "\n")), ct: ct);
        return $"set in {File}: {Word} {Value}";
    }
}

/// <summary>Takes rights from a file or directory, where it is there.</summary>
internal sealed record SetMode(string Path, UnixFileMode Mode) : Change
{
    public override Task<string?> ApplyAsync(BuildContext build, CancellationToken ct)
    {
        if (!build.Root.Exists(Path))
            return Task.FromResult<string?>(null);
        File.SetUnixFileMode(build.Root.Resolve(Path), Mode);
        return Task.FromResult<string?>($"set the mode of {Path} to {Convert.ToString((int)Mode, 8)}");
    }
}

/// <summary>Has systemd start a unit, or never start it.</summary>
internal sealed record SetUnit(string Verb, string Unit) : Change
{
    public override async Task<string?> ApplyAsync(BuildContext build, CancellationToken ct)
    {
        await build.Chroot.RunAsync(new Command("systemctl", Verb, Unit), ct);
        return $"{Verb.TrimEnd('e')}ed {Unit}";
    }
}
