namespace BootstrapVz.Test.Integration.Builds;

/// <summary>A manifest whose build takes seconds: a minimal system without kernel and boot loader on a disk without partitions.</summary>
internal sealed record SmallManifest
{
    public string Provider { get; init; } = "bare";

    public string Release { get; init; } = "trixie";

    public string Architecture { get; init; } = "amd64";

    public string Bootstrapper { get; init; } = "variant: minbase";

    public string Size { get; init; } = "auto";

    /// <summary>Packages to install.</summary>
    public string[] Packages { get; init; } = [];

    /// <summary>Further sections.</summary>
    public string More { get; init; } = "";

    public override string ToString() => $$"""
        name: small
        provider: {name: {{Provider}}}
        bootstrapper: {workspace: out, {{Bootstrapper}}}
        system: {release: {{Release}}, architecture: {{Architecture}}, bootloader: none, charmap: UTF-8, locale: C, timezone: UTC}
        volume:
          backing: raw
          partitions: {type: none, root: {filesystem: ext4, size: {{Size}} } }
        {{(Packages.Length > 0 ? $"packages: {{install: [{string.Join(", ", Packages)}]}}" : "")}}
        {{More}}
        """;
}
