using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Common.Locale;

/// <summary>Queues the package that locales are generated from.</summary>
[Task(Phase.Preparation, "Adding the locales package")]
[Before<PackagesQueued>]
public sealed class AddLocalesPackage : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Packages.IncludeInBootstrap("locales");
        return Task.CompletedTask;
    }
}

/// <summary>Generates the default locale.</summary>
[Task(Phase.PackageInstallation, "Generating the locale")]
[Before<InstallPackages>]
public sealed partial class GenerateLocale(SystemLocale system) : BuildTask
{
    private const string Choices = "/etc/locale.gen";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var text = await build.Root.ReadTextAsync(Choices, ct);
        var chosen = Entry(text) ?? throw new BuildException(
            $"locale '{system.Locale}' with charmap '{system.Charmap}' is not one of {Choices}",
            "the file lists every locale Debian has, for example 'en_US' with 'UTF-8'");
        var line = new Regex($"^#? ?{Regex.Escape(chosen)} *$", RegexOptions.Multiline, TimeSpan.FromSeconds(1));
        await build.Root.WriteTextAsync(Choices, line.Replace(text, chosen, 1), ct: ct);
        await build.Chroot.RunAsync(new("locale-gen"), ct);
    }

    // Entries read 'en_US.UTF-8 UTF-8' or, for the charmap that is a language's own, 'en_US ISO-8859-1'.
    private string? Entry(string text)
    {
        var entries = Entries().Matches(text).Select(m => m.Groups["entry"].Value).ToHashSet();
        string[] candidates = [$"{system.Locale}.{system.Charmap} {system.Charmap}", $"{system.Locale} {system.Charmap}"];
        return candidates.FirstOrDefault(entries.Contains);
    }

    [GeneratedRegex(@"^#? ?(?<entry>\S+ \S+) *$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entries();
}

/// <summary>Makes the locale the system's default.</summary>
[Task(Phase.SystemModification, "Setting the default locale")]
[Touches("/etc/default/locale", "/etc/locale.conf")]
public sealed class SetDefaultLocale(SystemOptions system) : BuildTask
{
    /// <summary>Whether a locale is built into the C library and needs no package.</summary>
    public static bool IsBuiltIn(SystemOptions system) => system.Locale is "C" or "POSIX";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var name = IsBuiltIn(system) && system.Charmap != "UTF-8" ? system.Locale : $"{(IsBuiltIn(system) ? "C" : system.Locale)}.{system.Charmap}";

        // /etc/default/locale is a link to /etc/locale.conf where systemd owns the setting; writing follows it.
        return build.Root.WriteTextAsync("/etc/default/locale", $"LANG={name}\n", ct: ct);
    }
}
