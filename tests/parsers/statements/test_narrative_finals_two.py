"""More final accounts in the words of other provinces (made up too), and forms that are printed anywhere."""

from __future__ import annotations

import pytest

from tests.parsers.statements.narrative_documents import check

JIANGSU = """
一、收入支出决算总体情况说明
清溪区信访局2023年度收入、支出总计345.67万元，与上年相比收、支总计各增加23.40万元，增长7.26%。其中：
    summary 收支总计 amount 3456700.00
    summary 收支总计 change 234000.00
    summary 收支总计 change_pct 7.26
（一）收入总计345.67万元。包括：
    summary 收入总计 amount 3456700.00
1.财政拨款收入345.67万元，为当年从同级财政取得的财政拨款。与上年相比增加23.40万元，增长7.26%。主要原因是工资调整。
    income 财政拨款收入 amount 3456700.00
    income 财政拨款收入 change 234000.00
    income 财政拨款收入 change_pct 7.26
2.上级补助收入0万元，与上年决算数相同。
    income 上级补助收入 amount 0.00
    income 上级补助收入 change 相同
（二）支出总计345.67万元。包括：
    summary 支出总计 amount 3456700.00
1.一般公共服务（类）支出300.00万元，主要用于机关运转。与上年相比增加20.40万元，增长7.30%。
    summary 支出/一般公共服务支出 amount 3000000.00
    summary 支出/一般公共服务支出 change 204000.00
    summary 支出/一般公共服务支出 change_pct 7.30
2.住房保障（类）支出45.67万元，主要用于公积金。与上年相比减少3.00万元，减少6.16%。
    summary 支出/住房保障支出 amount 456700.00
    summary 支出/住房保障支出 change -30000.00
    summary 支出/住房保障支出 change_pct -6.16
五、一般公共预算财政拨款支出决算情况说明
一般公共预算财政拨款支出345.67万元，占本年支出合计的100%。与上年相比，财政拨款支出增加23.40万元，增长7.26%。
    general_budget 一般公共预算财政拨款支出 amount 3456700.00
    general_budget 一般公共预算财政拨款支出 share_pct 100
    general_budget 一般公共预算财政拨款支出 change 234000.00
    general_budget 一般公共预算财政拨款支出 change_pct 7.26
（一）一般公共服务（类）
1.政府办公厅（室）及相关机构事务（款）行政运行（项）。年初预算为120.50万元，支出决算为130.20万元，完成年初预算的108.05%。决算数大于预算数的主要原因是调资12万元。
    general_by_item 行政运行 budget 1205000.00
    general_by_item 行政运行 amount 1302000.00
    general_by_item 行政运行 completion_pct 108.05
    ? 决算数大于预算数的主要原因是调资12万元
2.政府办公厅（室）及相关机构事务（款）信访事务（项）。年初预算为0万元，支出决算为169.80万元，决算数大于预算数的主要原因是追加。
    general_by_item 信访事务 budget 0.00
    general_by_item 信访事务 amount 1698000.00
七、“三公”经费支出决算情况
“三公”经费财政拨款支出决算数0.35万元，比2023年年初预算0.64万元减少0.29万元。其中：
    three_public 三公经费 amount 3500.00
    three_public 三公经费 budget 6400.00
    three_public 三公经费 deviation -2900.00
1.因公出国（境）费用。2023年决算数0万元，与2023年年初预算数持平。
    three_public 因公出国（境）费 amount 0.00
2.公务接待费。2023年决算数0.00万元，比2023年年初预算数0.64万元减少0.64万元。主要原因：厉行节约。公务接待0批次，公务接待0人次。
    three_public 公务接待费 amount 0.00
    three_public 公务接待费 budget 6400.00
    three_public 公务接待费 deviation -6400.00
    three_public_counts 公务接待批次 count 0
    three_public_counts 公务接待人次 count 0
3.公务用车购置及运行维护费。2023年决算数0.35万元。其中，公务用车购置费2023年决算数0万元。购置（更新）0辆，车均购置费0.00万元。公务用车运行维护费2023年决算数0.35万元。2023年公务用车保有量1辆，车均运行维护费0.35万元。
    three_public 公务用车购置及运行维护费 amount 3500.00
    three_public 公务用车购置费 amount 0.00
    three_public_counts 公务用车购置数 count 0
    three_public 车均购置费 amount 0.00
    three_public 公务用车运行维护费 amount 3500.00
    three_public_counts 公务用车保有量 count 1
    three_public 车均运行维护费 amount 3500.00
八、机关运行经费支出情况
2023年度机关运行经费支出36.56万元，完成预算的91.4%，比2022年度增加3.05万元，增长9.1%。增加的主要原因是：人员增加2人，差旅费增加1.2万元。
    agency_operating 机关运行经费 amount 365600.00
    agency_operating 机关运行经费 completion_pct 91.4
    agency_operating 机关运行经费 change 30500.00
    agency_operating 机关运行经费 change_pct 9.1
    ? 差旅费增加1.2万元
九、政府采购支出情况
2023年政府采购支出总额12.00万元，其中：政府采购货物支出12.00万元、政府采购工程支出0.00万元、政府采购服务支出0.00万元。授予中小企业合同金额12.00万元，占政府采购支出总额的100%，其中：授予小微企业合同金额6.00万元，占授予中小企业合同金额的50%；货物采购授予中小企业合同金额占货物支出金额的100%。
    procurement 政府采购支出总额 amount 120000.00
    procurement 货物 amount 120000.00
    procurement 工程 amount 0.00
    procurement 服务 amount 0.00
    procurement 授予中小企业合同金额 amount 120000.00
    procurement 授予中小企业合同金额 share_pct 100
    procurement 授予小微企业合同金额 amount 60000.00
    procurement 授予小微企业合同金额 share_pct 50
    procurement 货物采购授予中小企业合同金额 share_pct 100
"""

HUNAN = """
一、收入支出决算总体情况说明
2023年度收、支总计1518.92万元。与上年相比，增加112.50万元，增长8%，主要是因为人员经费增加。
    summary 收支总计 amount 15189200.00
    summary 收支总计 change 1125000.00
    summary 收支总计 change_pct 8
二、收入决算情况说明
2023年度收入合计1500万元，其中：财政拨款收入1480万元，占98.67%；上级补助收入0万元，占0%；其他收入20万元，占1.33%。
    income 本年收入合计 amount 15000000.00
    income 财政拨款收入 amount 14800000.00
    income 财政拨款收入 share_pct 98.67
    income 上级补助收入 amount 0.00
    income 上级补助收入 share_pct 0
    income 其他收入 amount 200000.00
    income 其他收入 share_pct 1.33
三、支出决算情况说明
2023年度支出合计1502.92万元，其中：基本支出902.92万元，占60.08%；项目支出600万元，占39.92%；上缴上级支出0万元，占0%；经营支出0万元，占0%；对附属单位补助支出0万元，占0%。
    expenditure 本年支出合计 amount 15029200.00
    expenditure 基本支出 amount 9029200.00
    expenditure 基本支出 share_pct 60.08
    expenditure 项目支出 amount 6000000.00
    expenditure 项目支出 share_pct 39.92
    expenditure 上缴上级支出 amount 0.00
    expenditure 上缴上级支出 share_pct 0
    expenditure 经营支出 amount 0.00
    expenditure 经营支出 share_pct 0
    expenditure 对附属单位补助支出 amount 0.00
    expenditure 对附属单位补助支出 share_pct 0
四、财政拨款收入支出决算总体情况说明
2023年度财政拨款收、支总计1482.92万元，与上年相比，增加96.20万元，增长6.94%，主要是因为专项增加。
    fiscal_summary 财政拨款收支总计 amount 14829200.00
    fiscal_summary 财政拨款收支总计 change 962000.00
    fiscal_summary 财政拨款收支总计 change_pct 6.94
五、一般公共预算财政拨款支出决算情况说明
（一）财政拨款支出决算总体情况
2023年度财政拨款支出1482.92万元，占本年支出合计的98.67%，与上年相比，财政拨款支出增加96.20万元，增长6.94%。
    general_budget 一般公共预算财政拨款支出 amount 14829200.00
    general_budget 一般公共预算财政拨款支出 share_pct 98.67
    general_budget 一般公共预算财政拨款支出 change 962000.00
    general_budget 一般公共预算财政拨款支出 change_pct 6.94
（二）财政拨款支出决算结构情况
2023年度财政拨款支出1482.92万元，主要用于以下方面：一般公共服务（类）支出1300万元，占87.66%；社会保障和就业（类）支出100.92万元，占6.81%；住房保障（类）支出82万元，占5.53%。
    general_by_class 合计 amount 14829200.00
    general_by_class 一般公共服务支出 amount 13000000.00
    general_by_class 一般公共服务支出 share_pct 87.66
    general_by_class 社会保障和就业支出 amount 1009200.00
    general_by_class 社会保障和就业支出 share_pct 6.81
    general_by_class 住房保障支出 amount 820000.00
    general_by_class 住房保障支出 share_pct 5.53
（三）财政拨款支出决算具体情况
2023年度财政拨款支出年初预算数为1400万元，支出决算数为1482.92万元，完成年初预算的105.92%，其中：
    general_by_item 合计 budget 14000000.00
    general_by_item 合计 amount 14829200.00
    general_by_item 合计 completion_pct 105.92
1、一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）信访事务（项）。
年初预算为1200万元，支出决算为1300万元，完成年初预算的108.33%，决算数大于年初预算数的主要原因是：年中追加100万元。
    general_by_item 信访事务 budget 12000000.00
    general_by_item 信访事务 amount 13000000.00
    general_by_item 信访事务 completion_pct 108.33
    ? 年中追加100万元
2、社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）。
年初预算为100.92万元，支出决算为100.92万元，完成年初预算的100%，决算数与年初预算数一致。
    general_by_item 机关事业单位基本养老保险缴费支出 budget 1009200.00
    general_by_item 机关事业单位基本养老保险缴费支出 amount 1009200.00
    general_by_item 机关事业单位基本养老保险缴费支出 completion_pct 100
六、一般公共预算财政拨款基本支出决算情况说明
2023年度财政拨款基本支出902.92万元，其中：
    basic_by_economic 基本支出 amount 9029200.00
人员经费802.92万元，占基本支出的88.92%,主要包括基本工资、津贴补贴、奖金；
    basic_by_economic 人员经费 amount 8029200.00
    basic_by_economic 人员经费 share_pct 88.92
公用经费100万元，占基本支出的11.08%，主要包括办公费、印刷费。
    basic_by_economic 公用经费 amount 1000000.00
    basic_by_economic 公用经费 share_pct 11.08
七、财政拨款“三公”经费支出决算情况说明
“三公”经费财政拨款支出预算为12万元，支出决算为8.40万元，完成预算的70%，其中：
    three_public 三公经费 budget 120000.00
    three_public 三公经费 amount 84000.00
    three_public 三公经费 completion_pct 70
因公出国（境）费支出预算为0万元，支出决算为0万元，与上年相比持平。
    three_public 因公出国（境）费 budget 0.00
    three_public 因公出国（境）费 amount 0.00
    three_public 因公出国（境）费 change 持平
公务接待费支出预算为5万元，支出决算为1.40万元，完成预算的28%，决算数小于预算数的主要原因是厉行节约，与上年相比减少0.60万元，下降30%。
    three_public 公务接待费 budget 50000.00
    three_public 公务接待费 amount 14000.00
    three_public 公务接待费 completion_pct 28
    three_public 公务接待费 change -6000.00
    three_public 公务接待费 change_pct -30
公务用车购置费支出预算为0万元，支出决算为0万元。
    three_public 公务用车购置费 budget 0.00
    three_public 公务用车购置费 amount 0.00
公务用车运行维护费支出预算为7万元，支出决算为7万元，完成预算的100%，与上年相比增加0.50万元，增长7.69%。
    three_public 公务用车运行维护费 budget 70000.00
    three_public 公务用车运行维护费 amount 70000.00
    three_public 公务用车运行维护费 completion_pct 100
    three_public 公务用车运行维护费 change 5000.00
    three_public 公务用车运行维护费 change_pct 7.69
2023年度“三公”经费财政拨款支出决算中，公务接待费支出决算1.40万元，占16.67%，因公出国（境）费支出决算0万元，占0%，公务用车购置费及运行维护费支出决算7万元，占83.33%。其中：
    three_public 公务接待费 amount 14000.00
    three_public 公务接待费 share_pct 16.67
    three_public 因公出国（境）费 amount 0.00
    three_public 因公出国（境）费 share_pct 0
    three_public 公务用车购置及运行维护费 amount 70000.00
    three_public 公务用车购置及运行维护费 share_pct 83.33
1、因公出国（境）费支出决算为0万元，全年安排因公出国（境）团组0个，累计0人次。
    three_public 因公出国（境）费 amount 0.00
    three_public_counts 因公出国（境）团组 count 0
    three_public_counts 因公出国（境）人次 count 0
2、公务接待费支出决算为1.40万元，全年共接待来访团组21个、来宾168人次，主要是上级检查发生的接待支出。
    three_public 公务接待费 amount 14000.00
    three_public_counts 公务接待批次 count 21
    three_public_counts 公务接待人次 count 168
3、公务用车购置费及运行维护费支出决算为7万元，其中：公务用车购置费0万元，更新公务用车0辆。公务用车运行维护费7万元，截至2023年12月31日，我单位开支财政拨款的公务用车保有量为2辆。
    three_public 公务用车购置及运行维护费 amount 70000.00
    three_public 公务用车购置费 amount 0.00
    three_public_counts 公务用车购置数 count 0
    three_public 公务用车运行维护费 amount 70000.00
    three_public_counts 公务用车保有量 count 2
"""

ODD_FORMS = """
一、收入支出总体情况
本单位2022年度总收入2 156.30万元、总支出2,156.30万元，收、支与上年相比各减少１２．５０万元，下降０．５８％。
    summary 支出总计 amount 21563000.00
    summary 收支总计 change -125000.00
    summary 收支总计 change_pct -0.58
    ? 本单位2022年度总收入2 156.30万元
二、收入决算情况
本年收入2,100.00 万元，其中:一般公共预算财政拨款收入2,000.00万元，占 95.24;
    income 本年收入合计 amount 21000000.00
    income 一般公共预算财政拨款收入 amount 20000000.00
    income 一般公共预算财政拨款收入 share_pct 95.24
政府性基金预算财政拨款收入100.00万元，占百分之四点七六。
    income 政府性基金预算财政拨款收入 amount 1000000.00
    income 政府性基金预算财政拨款收入 share_pct 4.76
三、支出决算情况
本年支出2100万元，其中：基本支出1600万元，占76.19％，比上年增加 万元，增长3.5%；
    expenditure 本年支出合计 amount 21000000.00
    expenditure 基本支出 amount 16000000.00
    expenditure 基本支出 share_pct 76.19
    expenditure 基本支出 change_pct 3.5
项目支出500万元,占23.81％，比上年减少0.005亿元。
    expenditure 项目支出 amount 5000000.00
    expenditure 项目支出 share_pct 23.81
    expenditure 项目支出 change -500000.00
六、一般公共预算财政拨款基本支出决算情况
基本支出1600万元。（1）人员经费1450.25万元。主要包括：基本工资500万元、津贴补贴450.25万元、奖金500万元；
    basic_by_economic 基本支出 amount 16000000.00
    basic_by_economic 人员经费 amount 14502500.00
    basic_by_economic 基本工资 amount 5000000.00
    basic_by_economic 津贴补贴 amount 4502500.00
    basic_by_economic 奖金 amount 5000000.00
（2）公用经费149.75万元，主要包括：办公费49.50万元、邮电费0.25元、维护（修）费 100 万元。
    basic_by_economic 公用经费 amount 1497500.00
    basic_by_economic 办公费 amount 495000.00
    basic_by_economic 邮电费 amount 0.25
    basic_by_economic 维修（护）费 amount 1000000.00
七、“三公”经费
公务接待费支出2.40万元，完成预算48%，比2021年减少1.10万元，下降31.43%。其中，接待20余批次，约160人次。
    three_public 公务接待费 amount 24000.00
    three_public 公务接待费 completion_pct 48
    three_public 公务接待费 change -11000.00
    three_public 公务接待费 change_pct -31.43
    three_public_counts 公务接待批次 count 20
    three_public_counts 公务接待人次 count 160
2022年度因公出国（境）费用预算为0万元，支出决算为0万元，完成预算的0%，决算数与预算数持平，与上年决算数相比无增减变化。
    three_public 因公出国（境）费 budget 0.00
    three_public 因公出国（境）费 amount 0.00
    three_public 因公出国（境）费 completion_pct 0
    three_public 因公出国（境）费 change 无增减变化
八、按功能分类科目
2010301行政运行171.81万元，2010308信访事务95.20万元；204999其他公共安全支出3.60万元。
    general_by_item 行政运行 amount 1718100.00 2010301
    general_by_item 信访事务 amount 952000.00 2010308
    general_by_item 其他公共安全支出 amount 36000.00 204999
"""


@pytest.mark.parametrize(
    ("text", "year"),
    [(JIANGSU, 2023), (HUNAN, 2023), (ODD_FORMS, 2022)],
    ids=["jiangsu", "hunan", "odd_forms"],
)
def test_every_figure_has_its_subject(text: str, year: int) -> None:
    check(text, year=year, kind="final_accounts")
