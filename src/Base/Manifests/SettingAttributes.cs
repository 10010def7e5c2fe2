namespace BootstrapVz.Base.Manifests;

/// <summary>The key of a setting when it is not the property's name in snake_case; on a member of an enumeration its word.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SettingAttribute(string key) : Attribute
{
    /// <summary>The key in the manifest.</summary>
    public string Key { get; } = key;
}

/// <summary>
/// Collects the keys of a section that no other property claims: a dictionary from key to an options record or scalar.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OtherKeysAttribute : Attribute
{
    /// <summary>A regular expression every such key must match as a whole.</summary>
    public string? Pattern { get; init; }
}

/// <summary>
/// Takes the section's value itself instead of keys in it, for units such as <c>plugins: {debconf: "text"}</c>. The record has no other setting.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WholeValueAttribute : Attribute;

/// <summary>A list in which nothing stands twice.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UniqueAttribute : Attribute;

/// <summary>A file or folder on the host; relative paths are resolved against the manifest's folder. Existence is checked by validation.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HostFileAttribute : Attribute;

/// <summary>Text that may hold manifest variables such as <c>{system.release}</c>; they are checked by validation.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class VariablesAttribute : Attribute;
