namespace BootstrapVz.Common.Engine;

/// <summary>A control file of a package as it stands in its archive.</summary>
/// <param name="Name">For example <c>postinst</c>.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Seconds">Its time.</param>
internal sealed record ControlMember(string Name, byte[] Content, uint Mode, long Seconds);

/// <summary>A package whose files are in the tree: what dpkg's database must know of it.</summary>
/// <param name="Control">Its control fields.</param>
/// <param name="Members">Its control files but <c>control</c> itself.</param>
/// <param name="Files">Its paths in the order of its archive, each with a leading slash.</param>
/// <param name="Conffiles">Its configuration files.</param>
/// <param name="Obsoleted">Configuration files of older versions that an upgrade removes.</param>
internal sealed record UnpackedPackage(
    ControlFile Control, IReadOnlyList<ControlMember> Members, IReadOnlyList<string> Files, IReadOnlyList<string> Conffiles, IReadOnlyList<string> Obsoleted)
{
    public string Name => Control["Package"] ?? "";

    public string Architecture => Control["Architecture"] ?? "";

    /// <summary>The name dpkg's files have: packages that may be installed for several architectures at once carry theirs.</summary>
    public string InfoName => Control["Multi-Arch"] == "same" ? $"{Name}:{Architecture}" : Name;

    public ControlMember? Member(string name) => Members.FirstOrDefault(member => member.Name == name);
}
