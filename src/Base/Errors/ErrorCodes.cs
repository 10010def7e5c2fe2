namespace BootstrapVz.Base.Errors;

/// <summary>The stable codes of findings in manifests; docs/errors.md has an entry for each.</summary>
public static class ErrorCodes
{
    /// <summary>The file does not exist or may not be read.</summary>
    public const string UnreadableFile = "BVZ1001";

    /// <summary>The file's name ends neither in .yml, .yaml nor .json.</summary>
    public const string UnknownFormat = "BVZ1002";

    /// <summary>The file is not UTF-8, or holds a control character.</summary>
    public const string BadEncoding = "BVZ1003";

    /// <summary>The file is not well-formed YAML or JSON.</summary>
    public const string Syntax = "BVZ1004";

    /// <summary>The file holds nothing, or several documents, or something other than a mapping.</summary>
    public const string NotOneMapping = "BVZ1005";

    /// <summary>A key stands twice in one mapping.</summary>
    public const string DuplicateKey = "BVZ1006";

    /// <summary>A section has no setting of this name.</summary>
    public const string UnknownSetting = "BVZ1007";

    /// <summary>A required setting is missing.</summary>
    public const string MissingSetting = "BVZ1008";

    /// <summary>A value is of another kind than the setting.</summary>
    public const string WrongKind = "BVZ1009";

    /// <summary>A value is none of those allowed.</summary>
    public const string ValueNotAllowed = "BVZ1010";

    /// <summary>A value breaks the setting's rule: its pattern, length or range.</summary>
    public const string BadValue = "BVZ1011";

    /// <summary>An anchor, alias or merge key cannot be used as written.</summary>
    public const string BadAlias = "BVZ1012";

    /// <summary>A key cannot be used: it is not a scalar, is empty, or breaks the rule for keys.</summary>
    public const string BadKey = "BVZ1013";

    /// <summary>A YAML tag that means nothing here.</summary>
    public const string UnknownTag = "BVZ1014";

    /// <summary>No provider of this name.</summary>
    public const string UnknownProvider = "BVZ1015";

    /// <summary>No plugin of this name.</summary>
    public const string UnknownPlugin = "BVZ1016";

    /// <summary>No Debian release of this name.</summary>
    public const string UnknownRelease = "BVZ1017";

    /// <summary>The release is older than wheezy.</summary>
    public const string ReleaseTooOld = "BVZ1018";

    /// <summary>A key at the top level that no setting has; usable as a variable.</summary>
    public const string ExtraTopLevelKey = "BVZ1019";

    /// <summary>The boot loader needs a partition table.</summary>
    public const string BootloaderNeedsTable = "BVZ1020";

    /// <summary>The provider cannot build this.</summary>
    public const string NotSupported = "BVZ1021";

    /// <summary>A partition that cannot be: its name, its number, or its kind of table.</summary>
    public const string BadPartition = "BVZ1022";

    /// <summary>A partition size that cannot be made.</summary>
    public const string BadSize = "BVZ1023";

    /// <summary>A file of the host that does not exist.</summary>
    public const string MissingHostFile = "BVZ1025";

    /// <summary>No manifest variable of this name.</summary>
    public const string UnknownVariable = "BVZ1026";

    /// <summary>A brace that is not closed or was not opened.</summary>
    public const string UnbalancedBrace = "BVZ1027";

    /// <summary>A package is wanted from a suite that no source has.</summary>
    public const string UnknownTarget = "BVZ1028";

    /// <summary>apt refuses a configuration text.</summary>
    public const string BadAptConfiguration = "BVZ1029";

    /// <summary>A check was left out because the host lacks its tool.</summary>
    public const string CheckSkipped = "BVZ1030";

    /// <summary>Two settings exclude each other, or one needs the other.</summary>
    public const string Conflict = "BVZ1031";

    /// <summary>A matrix cannot be expanded: its axes, or what it leaves out.</summary>
    public const string BadMatrix = "BVZ1032";

    /// <summary>Two cells of a matrix would write the same image.</summary>
    public const string SameImage = "BVZ1033";

    /// <summary>A secret is not where the manifest says.</summary>
    public const string MissingSecret = "BVZ1034";
}
