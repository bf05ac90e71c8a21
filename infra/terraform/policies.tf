# Who may do what. Nobody of ours may delete, remove versions, or change retention; only our own probes are removed.

locals {
  arn = aws_s3_bucket.data.arn

  # What the world may read; infra/docker/nginx.conf serves the same (a test holds the two together).
  published = [
    "index.html",
    "datapackage.json",
    "v*.datapackage.json",
    "versions.json",
    "feed.json",
    "feed.atom",
    "status.json",
    "data/*",
    "versions/*",
  ]

  harvested = ["raw/*", "reports/*", "runs/*", "state/*"]

  principals = {
    harvester = {
      writes = local.harvested
      reads  = concat(local.harvested, local.published, ["corrections/*"])
    }
    # A publisher also leaves summaries, the state of alarms and the plans of runs.
    publisher = {
      writes = concat(local.published, ["runs/*", "state/*"])
      reads  = ["*"]
    }
    reader = {
      writes = []
      reads  = local.published
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  statement {
    sid       = "PublishedIsPublic"
    effect    = "Allow"
    actions   = ["s3:GetObject"]
    resources = [for prefix in local.published : "${local.arn}/${prefix}"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }

  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.arn, "${local.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

data "aws_iam_policy_document" "role" {
  for_each = local.principals

  # Without the right to list, a missing object reads as "denied" and not as "absent".
  statement {
    sid       = "List"
    effect    = "Allow"
    actions   = ["s3:ListBucket"]
    resources = [local.arn]
  }

  statement {
    sid       = "Read"
    effect    = "Allow"
    actions   = ["s3:GetObject"]
    resources = [for prefix in each.value.reads : "${local.arn}/${prefix}"]
  }

  dynamic "statement" {
    for_each = length(each.value.writes) > 0 ? [each.value.writes] : []
    content {
      sid       = "Write"
      effect    = "Allow"
      actions   = ["s3:PutObject", "s3:AbortMultipartUpload"]
      resources = [for prefix in statement.value : "${local.arn}/${prefix}"]
    }
  }

  dynamic "statement" {
    for_each = length(each.value.writes) > 0 ? [true] : []
    content {
      sid       = "RemoveOwnProbes"
      effect    = "Allow"
      actions   = ["s3:DeleteObject"]
      resources = ["${local.arn}/state/probes/*"]
    }
  }
}

data "aws_iam_policy_document" "assume" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = var.trusted_principals
    }
  }
}

resource "aws_iam_role" "role" {
  for_each             = local.principals
  name                 = "${var.bucket}-${each.key}"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  max_session_duration = 43200
}

resource "aws_iam_role_policy" "role" {
  for_each = local.principals
  name     = "store"
  role     = aws_iam_role.role[each.key].id
  policy   = data.aws_iam_policy_document.role[each.key].json
}
